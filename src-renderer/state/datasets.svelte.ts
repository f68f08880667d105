import type { Dataset, Inspection } from '../../src-preload/model.ts';
import { explain } from './client.ts';
import type { Client, ErrorData } from './client.ts';
import { counted } from '../components/format.ts';
import type { Notices } from './notices.svelte.ts';
import { baseName, dataName } from './paths.ts';

/** A file on its way into the project: looked at first, imported when the user says so. */
export class Incoming {
  readonly path: string;
  name = $state.raw('');
  stage = $state.raw<'inspecting' | 'ready' | 'importing' | 'failed'>('inspecting');
  inspection = $state.raw<Inspection | null>(null);
  /** name of the matrix to import */
  matrix = $state.raw('');
  /** a label file to join while importing; empty when there is none */
  labels = $state.raw('');
  doing = $state.raw('');
  fraction = $state.raw(0);
  error = $state.raw<ErrorData | null>(null);

  constructor(path: string) {
    this.path = path;
    this.name = baseName(path);
  }
}

export class Datasets {
  list = $state.raw<Dataset[]>([]);
  loaded = $state.raw(false);
  incoming = $state.raw<Incoming[]>([]);
  cells = $derived(this.list.reduce((sum, data) => sum + data.cells, 0));
  importing = $derived(this.incoming.find((file) => file.stage === 'importing') ?? null);
  #client: Client;
  #notices: Notices;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async load(): Promise<void> {
    this.list = await this.#client.call('datasets.list', {});
    this.loaded = true;
  }

  clear(): void {
    this.list = [];
    this.incoming = [];
    this.loaded = false;
  }

  find(id: number | null): Dataset | null {
    return this.list.find((data) => data.id === id) ?? null;
  }

  /** Looks at files before anything is loaded. A file that waits already is not looked at twice. */
  async inspect(paths: readonly string[]): Promise<void> {
    const fresh = paths.filter((path) => !this.incoming.some((file) => file.path === path));
    const files = fresh.map((path) => new Incoming(path));
    this.incoming = [...this.incoming, ...files];
    for (const file of files) await this.look(file);
  }

  async look(file: Incoming): Promise<void> {
    file.stage = 'inspecting';
    file.error = null;
    try {
      const inspection = await this.#client.call('datasets.inspect', { path: file.path });
      file.inspection = inspection;
      file.name = dataName(inspection.name);
      file.matrix = inspection.proposedMatrix;
      file.stage = 'ready';
    } catch (error) {
      file.error = explain(error);
      file.stage = 'failed';
    }
  }

  /** Looks at the file again with a label file joined to it, or with none (''); keeps what it had where that fails. */
  async join(file: Incoming, labels: string): Promise<void> {
    file.stage = 'inspecting';
    file.error = null;
    try {
      file.inspection = await this.#client.call('datasets.inspect', { path: file.path, ...(labels && { labels }) });
      file.labels = labels;
    } catch (error) {
      file.error = explain(error);
    }
    file.stage = 'ready';
  }

  /** Imports the file as it was set up; null when it failed or was cancelled, and the file then says why. */
  async add(file: Incoming): Promise<Dataset | null> {
    file.error = null;
    file.fraction = 0;
    file.doing = 'Starting';
    file.stage = 'importing';
    try {
      const data = await this.#client.call('datasets.add', {
        path: file.path,
        matrix: file.matrix,
        ...(file.name.trim() ? { name: file.name.trim() } : {}),
        ...(file.labels ? { labels: file.labels } : {}),
      });
      this.dismiss(file);
      await this.load();
      this.#notices.say(`Added “${data.name}”: ${counted(data.cells, 'cell')}, ${counted(data.genes, 'gene')}.`);
      return data;
    } catch (error) {
      const problem = explain(error);
      if (problem.code !== 'cancelled') file.error = problem;
      file.stage = 'ready';
      return null;
    }
  }

  async cancel(): Promise<void> {
    await this.#client.call('datasets.cancelAdd', {});
  }

  dismiss(file: Incoming): void {
    this.incoming = this.incoming.filter((other) => other !== file);
  }

  /** The engine tells how far an import is. */
  progressed(event: { path: string; doing: string; fraction: number }): void {
    const file = this.importing;
    if (!file || (event.path !== file.path && baseName(event.path) !== baseName(file.path))) return;
    file.doing = event.doing;
    file.fraction = event.fraction;
  }

  async rename(data: Dataset, name: string): Promise<void> {
    await this.#client.call('datasets.rename', { id: data.id, name });
    await this.load();
  }

  async remove(data: Dataset): Promise<void> {
    await this.#client.call('datasets.remove', { id: data.id });
    await this.load();
    this.#notices.say(`Removed “${data.name}”.`, async () => {
      await this.#client.call('datasets.restore', { id: data.id });
      await this.load();
    });
  }
}

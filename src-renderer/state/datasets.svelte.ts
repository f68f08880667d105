import { type DeclaredKind, declaredKinds } from '../../src-shared/matrix-kinds.ts';
import type { Dataset, Finding, GeneNaming, ImportFilters, Inspection, MatrixProfile } from '../../src-shared/model.ts';
import { explain } from './client.ts';
import type { Client, ErrorData } from './client.ts';
import { counted } from '../../src-shared/present/format.ts';
import { Turns } from './newest.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { baseName } from './paths.ts';

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
  /** what shall name the genes; null: what the file does */
  geneNames = $state.raw<GeneNaming | null>(null);
  /** what the values of the matrix are; null: what they look like */
  values = $state.raw<DeclaredKind | null>(null);
  /** which of several AnnData in the file; null: the one that is proposed */
  modality = $state.raw<string | null>(null);
  /** cells and genes to leave out */
  filters = $state.raw<ImportFilters>({});
  /** what reading the chosen matrix through told, for the filters as they were then */
  profile = $state.raw<MatrixProfile | null>(null);
  /** the matrix is being read through */
  measuring = $state.raw(false);
  /** findings of the last look, those of the whole matrix among them once it was read */
  findings = $state.raw<Finding[]>([]);
  doing = $state.raw('');
  fraction = $state.raw(0);
  error = $state.raw<ErrorData | null>(null);
  /** its matrix is read anew whenever the filters change */
  readonly measured = new Turns();

  constructor(path: string) {
    this.path = path;
    this.name = baseName(path);
  }
}

/** Reading a matrix through begins by itself where it takes no longer, in seconds. */
const SOON = 45;

export class Datasets {
  list = $state.raw<Dataset[]>([]);
  loaded = $state.raw(false);
  incoming = $state.raw<Incoming[]>([]);
  cells = $derived(this.list.reduce((sum, data) => sum + data.cells, 0));
  importing = $derived(this.incoming.find((file) => file.stage === 'importing') ?? null);
  #client: Client;
  #notices: Notices;
  readonly #asked = new Turns();
  readonly #pauses = new WeakMap<Incoming, ReturnType<typeof setTimeout>>();

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  async load(): Promise<void> {
    const list = await this.#asked.hear(this.#client.call('datasets.list', {}));
    if (!list) return;
    this.list = list;
    this.loaded = true;
  }

  clear(): void {
    this.#asked.end();
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
      file.findings = inspection.findings;
      file.name = inspection.proposedName;
      file.matrix = inspection.proposedMatrix;
      file.stage = 'ready';
      if (inspection.importSeconds <= SOON) void this.measure(file);
    } catch (error) {
      file.error = explain(error);
      file.stage = 'failed';
    }
  }

  /** Looks at the file again with a label file joined to it, or with none (''); keeps what it had where that fails. */
  async join(file: Incoming, labels: string): Promise<void> {
    await this.#lookAgain(file, { labels });
  }

  /** Looks at the file again with its genes named otherwise; keeps what it had where that fails. */
  async nameGenes(file: Incoming, geneNames: GeneNaming | null): Promise<void> {
    await this.#lookAgain(file, { geneNames });
  }

  /** Looks at another modality of the file; its matrices and columns are others. */
  async chooseModality(file: Incoming, modality: string): Promise<void> {
    await this.#lookAgain(file, { modality });
    file.matrix = file.inspection?.proposedMatrix ?? '';
  }

  async #lookAgain(
    file: Incoming,
    change: Partial<Pick<Incoming, 'labels' | 'geneNames' | 'modality'>>,
  ): Promise<void> {
    const { labels, geneNames, modality } = {
      labels: file.labels,
      geneNames: file.geneNames,
      modality: file.modality,
      ...change,
    };
    file.stage = 'inspecting';
    file.error = null;
    try {
      const inspection = await this.#client.call('datasets.inspect', {
        path: file.path,
        ...(labels && { labels }),
        ...(geneNames && { geneNames }),
        ...(modality !== null && { modality }),
      });
      Object.assign(file, { inspection, labels, geneNames, modality, findings: inspection.findings });
      if (file.profile) void this.measure(file);
    } catch (error) {
      file.error = explain(error);
    }
    file.stage = 'ready';
  }

  /** Reads the chosen matrix through: how its cells are spread, and what the filters would leave. */
  async measure(file: Incoming): Promise<void> {
    file.measuring = true;
    const { path, labels, geneNames, modality, matrix, values, filters } = file;
    try {
      const seen = await file.measured.hear(
        this.#client.call('datasets.inspect', {
          path,
          ...(labels && { labels }),
          ...(geneNames && { geneNames }),
          ...(modality !== null && { modality }),
          ...(values !== null && { values }),
          profile: { matrix, filters },
        }),
      );
      if (!seen) return;
      file.profile = seen.profile ?? null;
      file.findings = seen.findings;
    } catch (error) {
      file.error = explain(error);
    }
    file.measuring = false;
  }

  take(file: Incoming, matrix: string): void {
    file.matrix = matrix;
    file.values = null;
    file.profile = null;
    void this.measure(file);
  }

  /** Says what the values of the matrix are; '' for what they look like. */
  declare(file: Incoming, values: string): void {
    file.values = declaredKinds.find((kind) => kind === values) ?? null;
    void this.measure(file);
  }

  /** Sets filters; what they would leave is asked once they have been still for a moment. */
  filter(file: Incoming, filters: ImportFilters): void {
    file.filters = filters;
    file.measuring = true;
    clearTimeout(this.#pauses.get(file));
    this.#pauses.set(
      file,
      setTimeout(() => void this.measure(file), 400),
    );
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
        ...(file.geneNames ? { geneNames: file.geneNames } : {}),
        ...(file.modality === null ? {} : { modality: file.modality }),
        ...(file.values === null ? {} : { values: file.values }),
        ...(Object.keys(file.filters).length > 0 ? { filters: file.filters } : {}),
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
    const rename = async (to: string) => {
      await this.#client.call('datasets.rename', { id: data.id, name: to });
      await this.load();
    };
    await rename(name);
    this.#notices.did(() => rename(data.name));
  }

  /** @param besides what else goes or stays without it, as sentences */
  async remove(data: Dataset, besides: readonly string[] = []): Promise<void> {
    await this.#client.call('datasets.remove', { id: data.id });
    await this.load();
    this.#notices.say([`Removed “${data.name}”.`, ...besides].join(' '), async () => {
      await this.#client.call('datasets.restore', { id: data.id });
      await this.load();
    });
  }
}

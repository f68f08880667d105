import type { AppInfo, ProjectInfo } from '../../src-shared/model.ts';
import type { Client } from './client.ts';
import { Turns } from './newest.svelte.ts';

/** The open project and the recent ones. */
export class Project {
  /** null until the engine has answered for the first time */
  info = $state.raw<AppInfo | null>(null);
  current = $derived(this.info?.project ?? null);
  recent = $derived(this.info?.recent ?? []);
  /** what can be opened as data */
  fileKinds = $derived(this.info?.fileKinds ?? []);
  /** what is being opened or made, in words; null when nothing is */
  busy = $state.raw<string | null>(null);
  #client: Client;
  readonly #asked = new Turns();
  #newest: Promise<void> = Promise.resolve();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Reads what is open; one that is overtaken waits for the later one, as until then another project may be known. */
  load(): Promise<void> {
    this.#newest = this.#read();
    return this.#newest;
  }

  async #read(): Promise<void> {
    const info = await this.#asked.hear(this.#client.call('app.info', {}));
    if (info) this.info = info;
    else await this.#newest;
  }

  create(path: string): Promise<void> {
    return this.#change('Making the project', () => this.#client.call('project.create', { path }));
  }

  open(path: string): Promise<void> {
    return this.#change('Opening the project', () => this.#client.call('project.open', { path }));
  }

  example(): Promise<void> {
    return this.#change('Opening the example', () => this.#client.call('project.example', {}));
  }

  saveCopy(path: string): Promise<void> {
    return this.#change('Saving a copy', () => this.#client.call('project.saveCopy', { path }));
  }

  close(): Promise<void> {
    return this.#change('Closing the project', () => this.#client.call('project.close', {}));
  }

  async forget(path: string): Promise<void> {
    await this.#client.call('project.forget', { path });
    await this.load();
  }

  async #change(busy: string, change: () => Promise<ProjectInfo | null>): Promise<void> {
    this.busy = busy;
    try {
      await change();
      await this.load();
    } finally {
      this.busy = null;
    }
  }
}

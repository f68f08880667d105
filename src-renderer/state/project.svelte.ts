import { AppError } from '../../src-shared/errors.ts';
import type { AppInfo, ProjectInfo } from '../../src-shared/model.ts';
import type { WhileTraining } from '../../src-shared/schemas.ts';
import type { Client } from './client.ts';
import { Turns } from './newest.svelte.ts';

type Choice = { whileTraining?: WhileTraining };

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
  /** asked what becomes of the runs that train before their project is left; answered undefined, it is not left */
  leaving = $state.raw<{ message: string; answer: (choice: WhileTraining) => void } | null>(null);
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
    return this.#leaving('Making the project', (choice) => this.#client.call('project.create', { path, ...choice }));
  }

  open(path: string): Promise<void> {
    return this.#leaving('Opening the project', (choice) => this.#client.call('project.open', { path, ...choice }));
  }

  example(): Promise<void> {
    return this.#leaving('Opening the example', (choice) => this.#client.call('project.example', choice));
  }

  close(): Promise<void> {
    return this.#leaving('Closing the project', (choice) => this.#client.call('project.close', choice));
  }

  /** Goes on with another file that holds the same. */
  saveCopy(path: string): Promise<void> {
    return this.#leaving('Saving the project', (choice) => this.#client.call('project.saveCopy', { path, ...choice }));
  }

  async forget(path: string): Promise<void> {
    await this.#client.call('project.forget', { path });
    await this.load();
  }

  /** Does what leaves the open project; where its runs train, asks first what becomes of them. */
  async #leaving(busy: string, change: (choice: Choice) => Promise<ProjectInfo | null>): Promise<void> {
    try {
      await this.#change(busy, () => change({}));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'training') throw error;
      const whileTraining = await this.#ask(error.message);
      if (whileTraining) await this.#change(busy, () => change({ whileTraining }));
    }
  }

  #ask(message: string): Promise<WhileTraining> {
    this.leaving?.answer(undefined);
    return new Promise((resolve) => {
      this.leaving = {
        message,
        answer: (choice) => {
          this.leaving = null;
          resolve(choice);
        },
      };
    });
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

import type { ClassTarget } from '../../src-shared/model.ts';
import type { Client } from './client.ts';
import { Turns } from './newest.svelte.ts';

/** Classes of the project that must not be missed: asked of every run, judged in every sandbox. */
export class Targets {
  list = $state.raw<ClassTarget[]>([]);
  #client: Client;
  readonly #asked = new Turns();

  constructor(client: Client) {
    this.#client = client;
  }

  async load(): Promise<void> {
    await this.#take(this.#client.call('targets.list', {}));
  }

  clear(): void {
    this.#asked.end();
    this.list = [];
  }

  find(task: string, className: string): ClassTarget | null {
    return this.list.find((target) => target.task === task && target.className === className) ?? null;
  }

  /** Asks these as well; what is asked of other classes stays. */
  async add(targets: readonly ClassTarget[]): Promise<void> {
    for (const { task, className, recall } of targets) {
      if (this.find(task, className)?.recall !== recall) await this.set(task, className, recall);
    }
  }

  /** @param recall null takes the target away */
  async set(task: string, className: string, recall: number | null): Promise<void> {
    await this.#take(this.#client.call('targets.set', { task, className, recall }));
  }

  async #take(answer: Promise<ClassTarget[]>): Promise<void> {
    const list = await this.#asked.hear(answer);
    if (list) this.list = list;
  }
}

/** What somebody typed as a share, with a point or a comma, or in percent; null where it is none above 0. */
export function readRecall(text: string): number | null {
  const percent = text.trim().endsWith('%');
  const value = Number(text.replace('%', '').replace(',', '.')) / (percent ? 100 : 1);
  return text.trim() !== '' && value > 0 && value <= 1 ? value : null;
}

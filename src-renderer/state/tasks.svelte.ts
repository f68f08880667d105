import { settings } from '../../src-shared/settings.ts';
import type { Input } from '../../src-shared/contract.ts';
import type { TaskSummary } from '../../src-shared/model.ts';
import type { Client } from './client.ts';
import { Turns } from './newest.svelte.ts';
import type { Notices } from './notices.svelte.ts';

export type TaskDraft = Input<'tasks.add'>;

/** The questions that the panel must answer. */
export class Tasks {
  list = $state.raw<TaskSummary[]>([]);
  loaded = $state.raw(false);
  #client: Client;
  #notices: Notices;
  #minClass: number = settings.minClass.default;
  readonly #asked = new Turns();

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  /** @param minClass classes with fewer cells are shown as too small */
  async load(minClass = this.#minClass): Promise<void> {
    this.#minClass = minClass;
    const list = await this.#asked.hear(this.#client.call('tasks.list', { minClass }));
    if (!list) return;
    this.list = list;
    this.loaded = true;
  }

  clear(): void {
    this.#asked.end();
    this.list = [];
    this.loaded = false;
  }

  find(id: number | null): TaskSummary | null {
    return this.list.find((task) => task.id === id) ?? null;
  }

  async add(draft: TaskDraft): Promise<TaskSummary> {
    const task = await this.#client.call('tasks.add', draft);
    await this.load();
    this.#notices.did(async () => {
      await this.#client.call('tasks.remove', { id: task.id });
      await this.load();
    });
    return task;
  }

  async update(task: TaskSummary, change: Partial<TaskDraft>): Promise<void> {
    const { id, name, kind, sources, unlabelled, merges, weight, broader } = task;
    const draft = { name, kind, sources, unlabelled, merges, weight, broader };
    const update = async (to: TaskDraft) => {
      await this.#client.call('tasks.update', { id, ...to });
      await this.load();
    };
    await update({ ...draft, ...change });
    this.#notices.did(() => update(draft));
  }

  async remove(task: TaskSummary): Promise<void> {
    await this.#client.call('tasks.remove', { id: task.id });
    await this.load();
    this.#notices.say(`Removed the task “${task.name}”.`, async () => {
      await this.#client.call('tasks.restore', { id: task.id });
      await this.load();
    });
  }
}

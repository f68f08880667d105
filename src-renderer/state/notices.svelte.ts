/** Quiet lines at the foot of the window: what was done, and the way back. */
import { explain } from './client.ts';

export interface Notice {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  undo: (() => unknown) | null;
}

/** how long a notice stays, in ms; one that can be undone or tells of a failure stays longer */
const STAYS = { plain: 4000, undo: 20_000, problem: 12_000 };

export class Notices {
  list = $state.raw<Notice[]>([]);
  #next = 1;
  #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  say(text: string, undo: Notice['undo'] = null): void {
    this.#add({ id: this.#next++, text, tone: 'plain', undo }, undo ? STAYS.undo : STAYS.plain);
  }

  /** For failures that have no place of their own on the page. */
  fail(error: unknown): void {
    const { message, remedy } = explain(error);
    this.#add(
      { id: this.#next++, text: remedy ? `${message} ${remedy}` : message, tone: 'problem', undo: null },
      STAYS.problem,
    );
  }

  async undo(notice: Notice): Promise<void> {
    this.dismiss(notice.id);
    try {
      await notice.undo?.();
    } catch (error) {
      this.fail(error);
    }
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers[id]);
    delete this.#timers[id];
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** Somebody is reading: the notice stays until it is dismissed or left alone again. */
  hold(id: number): void {
    clearTimeout(this.#timers[id]);
  }

  release(id: number): void {
    this.#leaveAfter(id, STAYS.plain);
  }

  #add(notice: Notice, stays: number): void {
    this.list = [...this.list.slice(-3), notice];
    this.#leaveAfter(notice.id, stays);
  }

  #leaveAfter(id: number, ms: number): void {
    clearTimeout(this.#timers[id]);
    this.#timers[id] = setTimeout(() => this.dismiss(id), ms);
  }
}

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

/** changes that can be taken back one after the other */
const MOST_DONE = 50;

export class Notices {
  list = $state.raw<Notice[]>([]);
  /** the ways back from what was done in the open project, the last one last */
  #done: NonNullable<Notice['undo']>[] = [];
  #next = 1;
  #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  say(text: string, undo: Notice['undo'] = null): void {
    if (undo) this.did(undo);
    this.#add({ id: this.#next++, text, tone: 'plain', undo }, undo ? STAYS.undo : STAYS.plain);
  }

  /** Something was done that can be taken back, and needs no words. */
  did(back: NonNullable<Notice['undo']>): void {
    this.#done = [...this.#done.slice(1 - MOST_DONE), back];
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
    this.#done = this.#done.filter((back) => back !== notice.undo);
    try {
      await notice.undo?.();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Takes back what was done last and can be taken back, whichever page it was done on; false where there is nothing. */
  async undoLast(): Promise<boolean> {
    const back = this.#done.pop();
    if (!back) return false;
    this.list = this.list.filter(({ undo }) => undo !== back);
    try {
      await back();
      this.say('Undone.');
    } catch (error) {
      this.fail(error);
    }
    return true;
  }

  /** Another project: what was done in the one before is not to be taken back in this one. */
  forget(): void {
    this.#done = [];
    for (const { id, undo } of this.list) if (undo) this.dismiss(id);
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

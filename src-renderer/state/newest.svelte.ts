/** What is asked again and again: of several questions under way only the newest is listened to. */
import { explain, type ErrorData } from './client.ts';

/** For lists that are read anew: tells the answer that counts from those that a later question has overtaken. */
export class Turns {
  #turn = 0;

  /** What the newest question is answered, its failure too; undefined for one that was overtaken meanwhile. */
  async hear<T>(answer: Promise<T>): Promise<T | undefined> {
    const mine = ++this.#turn;
    try {
      const heard = await answer;
      return mine === this.#turn ? heard : undefined;
    } catch (failure) {
      if (mine === this.#turn) throw failure;
      return undefined;
    }
  }

  /** Listens to nothing that is under way. */
  end(): void {
    this.#turn++;
  }
}

/** For a page: the newest answer, or why there is none. The old answer stays until there is a newer one. */
export class Newest<T> {
  answer = $state.raw<T | null>(null);
  error = $state.raw<ErrorData | null>(null);
  asking = $state.raw(false);
  readonly #turns = new Turns();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Gives the answer where it counts, and null where it failed (then `error` says why) or was overtaken. */
  async hear(answer: Promise<T>): Promise<T | null> {
    clearTimeout(this.#timer);
    this.asking = true;
    try {
      const heard = await this.#turns.hear(answer);
      if (heard === undefined) return null;
      this.#settle(heard, null);
      return heard;
    } catch (failure) {
      this.#settle(this.answer, explain(failure));
      return null;
    }
  }

  /** Asks once nothing else was asked for so many ms; what is under way is overtaken at once. */
  later(ms: number, ask: () => Promise<T>): void {
    const { promise, resolve } = Promise.withResolvers<T>();
    void this.hear(promise);
    this.#timer = setTimeout(() => resolve(ask()), ms);
  }

  /** Takes what is known without asking; nothing under way is listened to. */
  set(answer: T | null): void {
    clearTimeout(this.#timer);
    this.#turns.end();
    this.#settle(answer, null);
  }

  #settle(answer: T | null, error: ErrorData | null): void {
    this.answer = answer;
    this.error = error;
    this.asking = false;
  }
}

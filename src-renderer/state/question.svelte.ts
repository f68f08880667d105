/** A question that takes the engine a moment: what it answered, or why it could not, or how far it is. */
import type { CallName, Input, Reply } from '../../src-preload/contract.ts';
import { explain, type Client, type ErrorData } from './client.ts';

export class Question<N extends Extract<CallName, `analysis.${string}`>> {
  answer = $state.raw<Reply<N> | null>(null);
  error = $state.raw<ErrorData | null>(null);
  asking = $state.raw(false);
  /** 0…1 of the work; null while it has not said */
  fraction = $state.raw<number | null>(null);
  #client: Client;
  #call: N;
  #latest = 0;
  #stop: () => void;

  /** Listens until `close`. */
  constructor(client: Client, call: N) {
    this.#client = client;
    this.#call = call;
    const topic = call.slice('analysis.'.length);
    this.#stop = client.on('analysis.progress', (progress) => {
      if (this.asking && progress.topic === topic) this.fraction = progress.fraction;
    });
  }

  /** Asks; an answer to an earlier question that comes later than this is not heard. The old answer stays meanwhile. */
  async ask(input: Input<N>): Promise<Reply<N> | null> {
    const mine = ++this.#latest;
    this.asking = true;
    this.error = null;
    this.fraction = null;
    try {
      const answer = await this.#client.call(this.#call, input);
      if (mine !== this.#latest) return null;
      this.answer = answer;
      return answer;
    } catch (failure) {
      if (mine === this.#latest) this.error = explain(failure);
      return null;
    } finally {
      if (mine === this.#latest) this.asking = false;
    }
  }

  close(): void {
    this.#latest++;
    this.#stop();
  }
}

/** A question that takes the engine a moment: what it answered, or why it could not, or how far it is. */
import type { CallName, Input, Reply } from '../../src-shared/contract.ts';
import type { Client } from './client.ts';
import { Newest } from './newest.svelte.ts';

export class Question<N extends Extract<CallName, `analysis.${string}`>> extends Newest<Reply<N>> {
  /** 0…1 of the work; null while it has not said */
  fraction = $state.raw<number | null>(null);
  #client: Client;
  #call: N;
  #stop: () => void;

  /** Listens until `close`. */
  constructor(client: Client, call: N) {
    super();
    this.#client = client;
    this.#call = call;
    const topic = call.slice('analysis.'.length);
    this.#stop = client.on('analysis.progress', (progress) => {
      if (this.asking && progress.topic === topic) this.fraction = progress.fraction;
    });
  }

  /** Asks; the failure of an earlier question is not shown meanwhile. */
  async ask(input: Input<N>): Promise<Reply<N> | null> {
    this.error = null;
    this.fraction = null;
    return this.hear(this.#client.call(this.#call, input));
  }

  close(): void {
    this.set(null);
    this.#stop();
  }
}

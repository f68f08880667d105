import type { Reply } from '../../src-preload/contract.ts';
import type { RunRequest } from '../../src-preload/model.ts';
import type { Client } from './client.ts';
import { Newest } from './newest.svelte.ts';

/** how long the user must pause before the engine is asked, in ms */
const PAUSE = 250;

/** What the engine says about the design as it stands, asked again whenever the design changes. */
export class Check {
  readonly #asked = new Newest<Reply<'runs.check'>>();
  error = $derived(this.#asked.error);
  reply = $derived(this.error ? null : this.#asked.answer);
  asking = $derived(this.#asked.asking);
  problems = $derived(this.reply?.findings.filter((finding) => finding.severity === 'problem').length ?? 0);
  #client: Client;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  ask(request: RunRequest | null): void {
    clearTimeout(this.#timer);
    if (!request) return this.#asked.set(null);
    // answered once the user has paused; what was asked of the design as it was is overtaken already
    const { promise, resolve } = Promise.withResolvers<Reply<'runs.check'>>();
    this.#timer = setTimeout(() => resolve(this.#client.call('runs.check', request)), PAUSE);
    void this.#asked.hear(promise);
  }
}

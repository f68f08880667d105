import type { Reply } from '../../src-shared/contract.ts';
import type { RunRequest } from '../../src-shared/model.ts';
import type { Client } from './client.ts';
import { Newest } from './newest.svelte.ts';

/** how long the user must pause before the engine is asked, in ms */
const PAUSE = 250;

/** What the engine says about the design as it stands, asked again whenever the design changes. */
export class Check {
  readonly #asked = new Newest<Reply<'runs.check'>>();
  readonly #takes = new Newest<string | null>();
  /** how long the design will take, in words; null where that is not known */
  takes = $derived(this.#takes.answer);
  error = $derived(this.#asked.error);
  reply = $derived(this.error ? null : this.#asked.answer);
  asking = $derived(this.#asked.asking);
  problems = $derived(this.reply?.findings.filter((finding) => finding.severity === 'problem').length ?? 0);
  #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  ask(request: RunRequest | null): void {
    if (request) {
      this.#asked.later(PAUSE, () => this.#client.call('runs.check', request));
      this.#takes.later(PAUSE, () => this.#client.call('runs.estimate', request));
    } else {
      this.#asked.set(null);
      this.#takes.set(null);
    }
  }
}

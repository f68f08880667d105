import type { Reply } from '../../src-preload/contract.ts';
import type { RunRequest } from '../../src-preload/model.ts';
import { explain } from './client.ts';
import type { Client, ErrorData } from './client.ts';

/** how long the user must pause before the engine is asked, in ms */
const PAUSE = 250;

/** What the engine says about the design as it stands, asked again whenever the design changes. */
export class Check {
  reply = $state.raw<Reply<'runs.check'> | null>(null);
  error = $state.raw<ErrorData | null>(null);
  asking = $state.raw(false);
  problems = $derived(this.reply?.findings.filter((finding) => finding.severity === 'problem').length ?? 0);
  #client: Client;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  ask(request: RunRequest | null): void {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    if (!request) {
      this.reply = null;
      this.error = null;
      this.asking = false;
      return;
    }
    this.asking = true;
    this.#timer = setTimeout(() => void this.#send(request, turn), PAUSE);
  }

  async #send(request: RunRequest, turn: number): Promise<void> {
    try {
      const reply = await this.#client.call('runs.check', request);
      if (turn !== this.#turn) return;
      this.reply = reply;
      this.error = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.reply = null;
      this.error = explain(error);
    }
    this.asking = false;
  }
}

/** Completion of a gene's name: genes of data sets whose name, symbol or ID contains what is typed. */
import type { Gene } from '../../src-shared/model.ts';
import type { Client } from './client.ts';
import { Newest } from './newest.svelte.ts';

/** how long the typing must pause before the engine is asked, in ms */
const PAUSE = 100;

export class GeneSearch {
  readonly #asked = new Newest<{ total: number; genes: Gene[] }>();
  /** none where the engine could not say: whoever types a whole name does without */
  genes = $derived(this.#asked.error ? [] : (this.#asked.answer?.genes ?? []));
  /** how many there are, shown or not */
  total = $derived(this.#asked.answer?.total ?? 0);
  #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** What is offered stays until there is an answer; nothing is offered for nothing typed. */
  look(datasetIds: number[], contains: string, limit: number): void {
    if (!contains || datasetIds.length === 0) return this.clear();
    this.#asked.later(PAUSE, () => this.#client.call('datasets.genes', { datasetIds, contains, limit }));
  }

  clear(): void {
    this.#asked.set(null);
  }
}

/** What limits on genes are judged by, computed once for a split and kept while the project is open. */
import { setImmediate } from 'node:timers/promises';
import type { RunRequest } from '../../../src-shared/model.ts';
import { settingsAffecting } from '../../../src-shared/settings.ts';
import { type GeneFacts, collectGeneFacts } from '../../data/gene-facts.ts';
import type { Store } from '../../store/open.ts';
import type { ExaminedRequest } from './examined-request.ts';
import { sharedChunk } from './problem.ts';
import { sharedGenes } from './shared-genes.ts';
import { partsOf, splitDigest } from './splits.ts';

const known = new WeakMap<Store, { key: string; facts: Promise<GeneFacts> }>();

/** Goes through the cells once; others are answered meanwhile. */
export function geneFactsFor(store: Store, request: RunRequest, examined: ExaminedRequest): Promise<GeneFacts> {
  const key = JSON.stringify([
    splitDigest(request, examined),
    request.splitOf,
    settingsAffecting(request, ['sharing']),
  ]);
  const last = known.get(store);
  if (last?.key === key) return last.facts;
  const facts = compute(store, request, examined);
  known.set(store, { key, facts });
  facts.catch(() => known.delete(store));
  return facts;
}

async function compute(store: Store, request: RunRequest, examined: ExaminedRequest): Promise<GeneFacts> {
  const { datasets, labels } = examined;
  const ids = datasets.map(({ id }) => id);
  const { genes, positions } = sharedGenes(store, ids, request);
  const split = partsOf(store, request, examined);
  const collected = collectGeneFacts(genes.length, split, labels, datasets[0].matrix.kind);
  for (const [d, id] of ids.entries()) {
    for (let chunk = 0; chunk < store.matrixChunks.extent(id).chunks; chunk++) {
      collected.add(sharedChunk(store, id, chunk, positions[d], genes.length));
      await setImmediate();
    }
  }
  return collected.finish();
}

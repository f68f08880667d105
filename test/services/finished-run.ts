/** A finished run to make files of. */
import { parse } from 'csv-parse/sync';
import type { ExportKind } from '../../src-shared/exports.ts';
import type { PanelGene } from '../../src-shared/model.ts';
import type { SpawnAnalyst } from '../../src-main/analysis/protocol.ts';
import type { Laboratory } from './laboratory.ts';
import { laboratory, projectWithData, request } from './laboratory.ts';
import { scripted } from './scripted-analyst.ts';
import { finishes } from './scripted-trainer.ts';

/** A gene of a panel. */
export const gene = (rank: number, name: string, id: string, forced = false): PanelGene => ({
  name,
  symbol: name,
  id,
  rank,
  score: forced ? null : 1 / rank,
  meanExpression: 1.5,
  detected: 0.5,
  forced,
});

/** Cannot say why a gene is in. */
export const unable = scripted(({ id }, say) =>
  say({ id, type: 'failed', error: { code: 'conflict', message: 'No cell is left to ask.' } }),
).spawnAnalyst;

/** A finished run named so that careless hands trip over it. */
export async function finishedRun(
  panel?: PanelGene[],
  name = 'Größe =1+1',
  spawnAnalyst: SpawnAnalyst = unable,
): Promise<Laboratory> {
  const lab = laboratory({ spawnTrainer: finishes(panel ? { panel } : {}), spawnAnalyst });
  const ids = await projectWithData(lab);
  const { id } = await lab.call('runs.start', request(ids, { name }));
  await lab.until(id, 'succeeded');
  return lab;
}

/** A file of the run. */
export const made = async (lab: Laboratory, as: Exclude<ExportKind, 'xenium-reference'>, more = {}) => {
  const { file, findings } = await lab.call('exports.make', { id: 1, as, ...more });
  return { ...file, bytes: Buffer.from(file.content, file.encoding ?? 'utf8'), findings };
};
export const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

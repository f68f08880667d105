/** A panel from elsewhere, looked up in the data that a command was given. */
import { AppError } from '../../src-shared/errors.ts';
import type { PanelListMatch, RunRequest } from '../../src-shared/model.ts';
import type { ProgressLine } from './output.ts';
import type { Session } from './session.ts';

/** What the data have of the panel, and what it lacks: told, and made into what is asked for. */
export async function bringPanel(
  { call }: Session,
  text: string,
  { k, mustInclude }: Pick<RunRequest, 'k' | 'mustInclude'>,
  datasetIds: number[],
  progress: ProgressLine,
): Promise<{ match: PanelListMatch; request: Pick<RunRequest, 'k' | 'mustInclude'> }> {
  const match = await call('panels.match', { text, datasetIds });
  const { asked, found, renamed, missing, notes } = match;
  for (const note of notes) progress.note(note);
  if (found.length === 0) {
    throw new AppError(
      'not-found',
      `None of the ${asked} genes of the panel is in the data (${missing
        .slice(0, 3)
        .map((gene) => gene.asked)
        .join(', ')}).`,
      'Check that panel and data are of the same species and name genes alike: by symbols or by Ensembl IDs.',
    );
  }
  const all = [...found, ...mustInclude.filter((name) => !found.includes(name))];
  if (k > 0 && k < all.length) {
    throw new AppError(
      'invalid',
      `The panel has ${all.length} genes of the data, more than the ${k} asked for.`,
      'Ask for more genes, or leave -k away to score the panel as it is.',
    );
  }
  progress.say(`${found.length} of ${asked} genes of the panel are in the data.`);
  for (const gene of renamed) progress.note(`${gene.asked} is taken for ${gene.found}.`);
  for (const gene of missing) {
    progress.note(`${gene.asked} is not in the data${gene.near.length > 0 ? ` (near: ${gene.near.join(', ')})` : ''}.`);
  }
  return { match, request: { k: Math.max(k, all.length), mustInclude: all } };
}

/** Why a gene is in the panel, in words. */
import type { PanelGene } from '../../src-shared/model.ts';
import { decimal, percent } from '../../src-shared/present/format.ts';
import type { GeneRole } from './data.ts';

/** A correlation below this is not worth a word. */
const WEAK = 0.1;

/** `Marks B of cell_type: detected in 88 % of them, in 3 % of the other cells.` One sentence a task. */
export function reasonOf(gene: PanelGene, roles: readonly GeneRole[]): string {
  const sentences = roles.map((role) =>
    role.kind === 'continuous'
      ? Math.abs(role.pearson) < WEAK
        ? `Hardly follows ${role.task} by itself (r ${decimal(role.pearson, 2)}).`
        : `${role.pearson > 0 ? 'Rises' : 'Falls'} with ${role.task} (r ${decimal(role.pearson, 2)}).`
      : `Highest in ${role.className} (${role.task}): detected in ${percent(role.detectedIn)} of them, in ${percent(role.detectedElsewhere)} of the others.`,
  );
  return [...(gene.forced ? ['Asked for.'] : []), ...sentences].join(' ');
}

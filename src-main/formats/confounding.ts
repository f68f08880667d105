/** Label columns that cannot be told from a donor, sample or batch. */
import type { Finding, ObsColumn } from '../../src-shared/model.ts';
import type { LabelColumn } from '../data/labels.ts';
import { isGroupColumn } from './columns.ts';

type Categorical = Extract<LabelColumn, { kind: 'categorical' }>;

/** Label columns are looked at, groups are looked for, up to these numbers: a table of all pairs would be long. */
const [mostLabels, mostGroups] = [12, 8];

/**
 * Finds pairs of a likely label and a group column (donor, sample, batch, …) where the group decides the label: every
 * group holds one class only, nearly. Then nobody can tell whether a gene marks the class or the group.
 *
 * @param columns the same columns summarised, the likeliest labels first
 */
export function confoundingFindings(obs: readonly LabelColumn[], columns: readonly ObsColumn[]): Finding[] {
  const find = (name: string) => obs.find((column): column is Categorical => column.name === name && column.kind === 'categorical'); // prettier-ignore
  const several = columns.filter(({ kind, classes }) => kind === 'categorical' && classes.length > 1);
  const groups = several
    .filter(({ name, classes }) => isGroupColumn(name) && classes.length <= 1000)
    .slice(0, mostGroups);
  const labels = several
    .filter(({ name, labelScore }) => labelScore >= 0.3 && !isGroupColumn(name))
    .slice(0, mostLabels);
  return labels.flatMap((label) =>
    groups.flatMap((group): Finding[] => {
      const [a, b] = [find(label.name), find(group.name)];
      const share = a && b ? decided(a, b) : 0;
      if (share < 0.98) return [];
      const oneToOne = label.classes.length === group.classes.length;
      return [
        {
          severity: 'warning',
          code: 'confounded',
          what: oneToOne
            ? `Column "${label.name}" says the same as "${group.name}": each class is one ${group.name}.`
            : `Column "${label.name}" is decided by "${group.name}": ${share === 1 ? 'every' : 'nearly every'} ${group.name} has one class of it only (${group.classes.length} ${group.name} values, ${label.classes.length} classes).`,
          why: `A gene that tells ${label.name} may as well tell one ${group.name} from another; a score on cells of the same ${group.name} does not show which.`,
          remedy: `As a task, hold out whole ${group.name} values when scoring, or take another label.`,
        },
      ];
    }),
  );
}

/** Share of cells whose label is the commonest one of their group; 0 where the commonest label overall explains as much. */
function decided(label: Categorical, group: Categorical): number {
  const width = label.categories.length;
  const counts = new Uint32Array(width * group.categories.length);
  const overall = new Uint32Array(width);
  let cells = 0;
  for (let cell = 0; cell < label.codes.length; cell++) {
    const [l, g] = [label.codes[cell], group.codes[cell]];
    if (l < 0 || g < 0) continue;
    counts[g * width + l]++;
    overall[l]++;
    cells++;
  }
  if (cells === 0) return 0;
  let commonest = 0;
  for (let g = 0; g < group.categories.length; g++)
    commonest += Math.max(...counts.subarray(g * width, (g + 1) * width));
  const share = commonest / cells;
  return share - Math.max(...overall) / cells < 0.02 ? 0 : share;
}

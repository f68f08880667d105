/** What a method can do, in words short enough for a table. */
import { matrixKindWords } from '../../src-shared/matrix-kinds.ts';
import type { Capabilities } from '../../src-shared/methods.ts';

type Column = 'questions' | 'cells' | 'continuous' | 'size' | 'seed' | 'predictor' | 'numbers';

export const capabilityColumns: readonly { key: Column; label: string; meaning: string }[] = [
  { key: 'questions', label: 'Tasks', meaning: 'How it serves several tasks.' },
  {
    key: 'cells',
    label: 'Learns from',
    meaning: 'Cells may have a label for some tasks and not for others.',
  },
  { key: 'continuous', label: 'Continuous', meaning: 'Whether it can select for a number, such as an age or a depth.' },
  { key: 'size', label: 'Genes', meaning: 'Whether it needs to be told how many genes.' },
  { key: 'seed', label: 'Seed', meaning: 'Whether another seed may give another panel.' },
  {
    key: 'predictor',
    label: 'Own predictor',
    meaning: 'Whether it brings one; every panel is scored by the same others too.',
  },
  { key: 'numbers', label: 'Numbers', meaning: 'What kinds of matrices it can read.' },
];

export function capabilityWords(can: Capabilities): Record<Column, { text: string; cannot: boolean }> {
  const able = (text: string) => ({ text, cannot: false });
  const unable = (text: string) => ({ text, cannot: true });
  const questions = {
    all: able('all at once'),
    one: unable('one, or by turns'),
    none: unable('looks at none'),
  };
  const cells = { all: able('cells with any label'), one: unable('cells with the label'), none: able('all cells') };
  const continuous = can.continuous ? able('yes') : unable('no');
  return {
    questions: questions[can.labels],
    cells: cells[can.labels],
    continuous: can.labels === 'none' ? unable('–') : continuous,
    size: can.ownSize ? able('k, or its own') : able('k'),
    seed: can.stochastic ? able('matters') : able('no effect'),
    predictor: can.predictor ? able('yes') : unable('no'),
    numbers: can.matrices ? unable(can.matrices.map((kind) => matrixKindWords[kind]).join(', ')) : able('all'),
  };
}

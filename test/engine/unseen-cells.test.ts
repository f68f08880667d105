/** Who sees what: test cells decide nothing at all, validation cells nothing but what they are asked to steer. */
import { describe, expect, it, vi } from 'vitest';
import { assayPresets } from '../../src-shared/assays.ts';
import { methodNames, methods } from '../../src-shared/methods.ts';
import type { RunConfig } from '../../src-shared/model.ts';
import type { Csr } from '../../src-main/data/csr.ts';
import { random } from '../../src-main/data/random.ts';
import { TEST, VALIDATION, cellsIn } from '../../src-main/data/splits.ts';
import { design } from '../../src-main/engine/design.ts';
import { prepare } from '../../src-main/engine/prepare.ts';
import type { DesignResult, Problem } from '../../src-main/engine/types.ts';
import { createCrew } from '../../src-main/learners/crew.ts';
import { smallConfig } from '../engine-config.ts';
import { planted } from '../planted.ts';

// several runs in a test
vi.setConfig({ testTimeout: 120_000 });

const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
/** Jobs side by side in this thread, step by step by turns. */
const byTurns = () => createCrew(3, () => ({ run: async (job, input) => job.run(input) }));
const designed = (problem: Problem, config: RunConfig) => design(problem, config, silent, undefined, byTurns());

const original = planted();
// one task counts more, and a cell in five has no label for the other
const [type, state] = original.tasks;
const problem: Problem & { x: Csr } = {
  ...original,
  tasks: [{ ...type, weight: 2 }, { ...state, y: state.y.map((c, i) => (i % 5 === 0 ? -1 : c)) }], // prettier-ignore
};

/** The same problem where the cells of one part have other values: more counts, and of other genes. */
function otherValues(part: number): Problem {
  const { x } = problem;
  const draw = random(9, 'other values');
  const indices = x.indices.slice();
  const values = x.values.slice();
  for (const cell of cellsIn(problem.split, part)) {
    const [from, to] = [x.indptr[cell], x.indptr[cell + 1]];
    const genes = draw.shuffle(Int32Array.from({ length: x.cols }, (_, gene) => gene)).subarray(0, to - from);
    indices.set(genes.sort(), from);
    for (let e = from; e < to; e++) values[e] = 1 + draw.integer(50);
  }
  return { ...problem, x: { ...x, indices, values } };
}

/** The same problem where the cells of one part have other labels. */
function otherLabels(part: number): Problem {
  const cells = cellsIn(problem.split, part);
  const tasks = problem.tasks.map((task) => {
    const y = task.y.slice();
    for (const i of cells) if (y[i] >= 0) y[i] = (y[i] + 1) % (task.kind === 'categorical' ? task.classes.length : 1);
    return { ...task, y };
  }) as Problem['tasks'];
  return { ...problem, tasks };
}

/** What a run learned: which genes, the network, and what it says of how it went. */
const learned = ({ panel, model, notes }: DesignResult) => ({ panel, model, notes });
/** What every predictor says of the test cells, whatever their labels. */
const said = ({ predictions }: DesignResult) => predictions.map(({ truth: _, ...rest }) => rest);

function small(changes: Partial<RunConfig> = {}): RunConfig {
  const config = smallConfig({ probeSteps: 40, ...changes });
  return { ...config, settings: { ...config.settings, steps: 60, restarts: 1 } };
}

const targets = [{ task: 'type', className: 'b', recall: 1 }];

describe('test cells', () => {
  it.each([
    ['a recall that is asked for, and trainings side by side', small({ targets })],
    ['expression binarised', small({ binarise: true })],
    ['an assay', small({ assay: assayPresets.imaging.assay })],
    ['turns by weight', small({ method: 'univariate-f' })],
  ])('decide nothing of a run with %s', async (_, config) => {
    const before = await designed(problem, config);
    expect(learned(await designed(otherValues(TEST), config))).toEqual(learned(before));
    const relabelled = await designed(otherLabels(TEST), config);
    expect(learned(relabelled)).toEqual(learned(before));
    // own network, probes, forests and the ceiling: none of them knows a label of what it is asked about
    expect(said(relabelled)).toEqual(said(before));
    expect(relabelled.results).not.toEqual(before.results);
  });

  it.each(methodNames.filter((method) => 'patience' in methods[method].settings))(
    'do not say when %s has learned enough',
    async (method) => {
      const config = small({ method, probeSteps: 0, methodSettings: { steps: 60, patience: 1, batch: 16 } });
      const before = await designed(problem, config);
      for (const other of [otherValues(TEST), otherLabels(TEST)]) {
        expect((await designed(other, config)).panel).toEqual(before.panel);
      }
    },
  );
});

describe('validation cells', () => {
  it.each([
    ['counts', {}],
    ['expression binarised', { binarise: true }],
    ['genes with limits', { minDetected: 0.3, maxMean: 4 }],
  ])('fit nothing of what is prepared: %s', (_, changes) => {
    const config = smallConfig(changes);
    const { validation: _before, ...before } = prepare(problem, config);
    for (const other of [otherValues(VALIDATION), otherLabels(VALIDATION)]) {
      const { validation: _after, ...after } = prepare(other, config);
      expect(after).toEqual(before);
    }
  });

  it('change no panel of YOTO but to reach a recall that is asked for', async () => {
    const heavy = { probeSteps: 0, k: 4 };
    const plain = learned(await designed(problem, small(heavy)));
    expect(learned(await designed(otherLabels(VALIDATION), small(heavy)))).toEqual(plain);
    // a recall that is soon reached, unless other cells are called the class
    const steered = small({ ...heavy, targets: [{ ...targets[0], recall: 0.3 }] });
    const { model } = await designed(problem, steered);
    expect((await designed(otherLabels(VALIDATION), steered)).model).not.toEqual(model);
  });
});

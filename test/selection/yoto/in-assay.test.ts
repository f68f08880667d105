/** YOTO in an assay: which genes it finds, what its predictor reads, that it goes on where it was. */
import { describe, expect, it, vi } from 'vitest';
import { assayPresets } from '../../../src-shared/assays.ts';
import type { RunConfig } from '../../../src-shared/model.ts';
import type { KeptCheckpoint } from '../../../src-main/data/checkpoint.ts';
import { cellsOfAssay } from '../../../src-main/engine/assay-cells.ts';
import { design } from '../../../src-main/engine/design.ts';
import { prepare } from '../../../src-main/engine/prepare.ts';
import { orderBySeparation } from '../../../src-main/selection/yoto/separation.ts';
import { smallConfig } from '../../engine-config.ts';
import { planted } from '../../planted.ts';

vi.setConfig({ testTimeout: 120_000 });

const { assay } = assayPresets.imaging;
const problem = planted();
const silent = { progress: () => undefined, history: () => undefined, checkpoint: () => undefined };
const config = smallConfig({ assay });
const small = (changes: Partial<RunConfig> = {}, steps = 300, restarts = 0): RunConfig => ({
  ...config,
  ...changes,
  settings: { ...config.settings, steps, restarts },
});
const genesOf = ({ panel }: { panel: { name: string }[] }) => panel.map(({ name }) => name);
const markers = Array.from({ length: 8 }, (_, g) => `g${g}`);

describe('a panel for an assay', () => {
  it('is of the genes that tell the classes apart', async () => {
    const found = genesOf(await design(problem, small({}, 400), silent));
    expect(found.filter((name) => markers.includes(name)).length).toBeGreaterThanOrEqual(7);
  });

  it('is another one than as sequenced, and brings a predictor for the assay', async () => {
    const inAssay = await design(problem, small({}, 60), silent);
    const asSequenced = await design(problem, small({ assay: undefined }, 60), silent);
    expect(inAssay.model!.arrays).not.toEqual(asSequenced.model!.arrays);
  });

  it('holds what must be in it', async () => {
    expect(genesOf(await design(problem, small({ mustInclude: ['g40'] }, 60), silent))).toContain('g40');
  });

  it.each([
    ['in a training before the last', 40],
    ['in the last training', 80],
  ])('goes on to the same panel from a checkpoint %s', async (_, at) => {
    const whole = small({}, 50, 1);
    let kept: KeptCheckpoint | null = null;
    const before = await design(problem, whole, {
      ...silent,
      checkpoint: (step, make) => {
        if (step === at) kept = structuredClone(make());
      },
    });
    expect(kept).not.toBeNull();
    const after = await design(problem, whole, silent, { ceiling: null, checkpoint: kept });
    expect(after.panel).toEqual(before.panel);
    expect(after.model).toEqual(before.model);
  });
});

describe('the order by separation', () => {
  const prepared = prepare(problem, config);
  const input = {
    ...{ train: prepared.train, seed: 0, forced: new Int32Array(0) },
    assay: cellsOfAssay(prepared, config),
  };
  const named = (order: Int32Array) => Array.from(order, (gene) => problem.genes[prepared.candidates[gene]].name);

  it('begins with a marker of every class before a second one of any', () => {
    const first = named(orderBySeparation(input)).slice(0, 4);
    expect(first.every((name) => markers.includes(name))).toBe(true);
    // two of three types and one of two states are enough; a second marker of the same class would add little
    const typesMarked = new Set(first.filter((name) => Number(name.slice(1)) < 6).map((name) => Math.floor(Number(name.slice(1)) / 2))); // prettier-ignore
    expect(typesMarked.size).toBeGreaterThanOrEqual(2);
  });

  it('takes what is given for granted, and names every gene once', () => {
    const forced = Int32Array.of(0, 1);
    const order = orderBySeparation({ ...input, forced });
    expect(Array.from(order)).not.toContain(0);
    expect(new Set(order).size).toBe(order.length);
  });

  it('serves a continuous task, and cells without a label', () => {
    const [type] = prepared.train.tasks;
    const y = Float32Array.from(type.y, (label, i) => (i % 4 === 0 ? NaN : label === 2 ? 1 : 0));
    const train = { x: prepared.train.x, tasks: [{ name: 'value', kind: 'continuous' as const, y }] };
    expect(['g4', 'g5']).toContain(named(orderBySeparation({ ...input, train }))[0]);
  });
});

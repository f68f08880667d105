/**
 * What a run is known by in every figure: colour, shape and line together, so that colour-blind people and greyscale
 * prints tell runs apart as well. A run keeps its sign; only where two in one figure would have the same does the later
 * one take the next that is free.
 */
export interface RunSign {
  colour: string;
  shape: 'circle' | 'diamond' | 'triangle' | 'rect';
  /** drawn as an outline, its lines dashed */
  hollow: boolean;
}

const shapes = ['circle', 'diamond', 'triangle', 'rect'] as const;

/** Okabe & Ito's colours without yellow, which white paper swallows, and Paul Tol's wine. */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#882255', '#8a8a8a'];

const signs: readonly RunSign[] = colours.map((colour, i) => ({
  colour,
  shape: shapes[i % shapes.length] ?? 'circle',
  hollow: i >= shapes.length,
}));

/** How many signs there are: no more runs than these stand in one figure. */
export const SIGNS = signs.length;

/** @returns signs in the order of `ids`, all different as long as there are no more than `SIGNS` */
export function signsOf(ids: readonly number[]): RunSign[] {
  const taken = new Map<number, number>();
  // by age, so that it does not depend on which run is the reference
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const used = new Set(taken.values());
    let at = (id - 1) % SIGNS;
    if (used.size < SIGNS) while (used.has(at)) at = (at + 1) % SIGNS;
    taken.set(id, at);
  }
  return ids.map((id) => signs[taken.get(id) ?? 0] as RunSign);
}

/** A sign for each of many things that have an order of their own: 24 in a row are all different. */
export function signAt(index: number): RunSign {
  const plain = signs[index % SIGNS] as RunSign;
  const turn = Math.floor(index / SIGNS);
  return { ...plain, shape: shapes[(index + turn) % shapes.length] ?? 'circle', hollow: plain.hollow !== turn % 2 > 0 };
}

/** The shape as ECharts calls it. */
export const symbolOf = ({ shape, hollow }: RunSign): string =>
  hollow ? `empty${shape[0]?.toUpperCase()}${shape.slice(1)}` : shape;

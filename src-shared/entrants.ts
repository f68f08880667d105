/** Who competes in a comparison of methods: each method, and some a second time, asked one task at a time. */
import { methods } from './methods.ts';
import type { BenchmarkRequest, Entrant } from './model.ts';

/** The methods in their order, each before itself asked one task at a time. */
export function entrantsOf({ methods: names, alone = [], base }: BenchmarkRequest): Entrant[] {
  const several = base.taskIds.length > 1;
  return names.flatMap((method) => {
    const together = { method, alone: false };
    return several && alone.includes(method) ? [together, { method, alone: true }] : [together];
  });
}

export const entrantName = ({ method, alone }: Entrant): string =>
  alone ? `${methods[method].name}, one task at a time` : methods[method].name;

/** A row of the table; one whose predictor reads more than the panel says so. */
export const rowName = (row: Entrant & { seesAllGenes: boolean }): string =>
  row.seesAllGenes ? `${entrantName(row)} (sees all genes)` : entrantName(row);

export const entrantKey = ({ method, alone }: Entrant): string => (alone ? `${method} alone` : method);

export const isEntrant = (a: Entrant, b: Entrant): boolean => a.method === b.method && a.alone === b.alone;

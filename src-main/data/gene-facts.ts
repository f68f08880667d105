/** What genes are judged by before a run, from training cells: how often one is detected, how crowded it can get, whether it varies. */
import type { MatrixKind } from '../../src-shared/model.ts';
import type { Csr } from './csr.ts';
import type { TaskLabels } from './labels.ts';
import { LEAST_CELLS } from './hvg.ts';
import { TRAIN } from './splits.ts';

export interface GeneFacts {
  /** share of the training cells with a value above zero */
  detected: Float64Array;
  /** greatest mean in any class of any task, or over all training cells where no task has classes */
  highest: Float64Array;
  /** the class that has it, in words */
  where: string[];
  /** 1 for a gene that can compete: other than zero in as many training cells as it takes, and not the same in all */
  varies: Uint8Array;
}

/**
 * Sums up chunk after chunk, in the order of the cells.
 *
 * Means are of molecules where the data say so: counts as they were imported; logarithms are undone (expm1); other
 * values as they are.
 */
export function collectGeneFacts(genes: number, split: Uint8Array, tasks: TaskLabels[], kind: MatrixKind) {
  const classed = tasks.filter((task) => task.kind === 'categorical');
  const groups = classed.flatMap((task) => task.classes.map((name) => ({ name, task: task.name })));
  if (groups.length === 0) groups.push({ name: 'all cells', task: '' });
  const sums = groups.map(() => new Float64Array(genes));
  const sizes = groups.map(() => 0);
  const above = new Float64Array(genes);
  const stored = new Uint32Array(genes);
  const least = new Float64Array(genes).fill(Infinity);
  const most = new Float64Array(genes).fill(-Infinity);
  let cells = 0;
  let row = 0;
  return {
    add({ rows, indptr, indices, values }: Csr): void {
      for (let i = 0; i < rows; i++, row++) {
        if (split[row] !== TRAIN) continue;
        cells++;
        const own: Float64Array[] = [];
        let first = 0;
        for (const task of classed) {
          const label = task.y[row];
          if (label >= 0) {
            own.push(sums[first + label]);
            sizes[first + label]++;
          }
          first += task.classes.length;
        }
        if (classed.length === 0) {
          own.push(sums[0]);
          sizes[0]++;
        }
        for (let e = indptr[i]; e < indptr[i + 1]; e++) {
          const gene = indices[e];
          if (values[e] > 0) above[gene]++;
          if (values[e] !== 0) stored[gene]++;
          least[gene] = Math.min(least[gene], values[e]);
          most[gene] = Math.max(most[gene], values[e]);
          const value = kind === 'log' ? Math.expm1(values[e]) : values[e];
          for (const sum of own) sum[gene] += value;
        }
      }
    },
    finish(): GeneFacts {
      const highest = new Float64Array(genes).fill(-Infinity);
      const of = new Int32Array(genes);
      sums.forEach((sum, g) => {
        if (sizes[g] === 0) return;
        for (let gene = 0; gene < genes; gene++) {
          const mean = sum[gene] / sizes[g];
          if (mean <= highest[gene]) continue;
          highest[gene] = mean;
          of[gene] = g;
        }
      });
      const name = groups.map((group) =>
        group.task && classed.length > 1 ? `${group.name} (${group.task})` : group.name,
      );
      return {
        detected: above.map((count) => count / Math.max(1, cells)),
        highest,
        where: Array.from(of, (g) => name[g]),
        varies: Uint8Array.from(stored, (count, gene) =>
          Number(count >= LEAST_CELLS && (count < cells || least[gene] < most[gene])),
        ),
      };
    },
  };
}

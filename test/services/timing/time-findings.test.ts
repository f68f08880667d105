import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Method } from '../../../src-shared/methods.ts';
import type { RunRequest, Task } from '../../../src-shared/model.ts';
import type { TaskLabels } from '../../../src-main/data/labels.ts';
import { timeFindings } from '../../../src-main/services/timing/time-findings.ts';
import type { DatasetRow } from '../../../src-main/store/datasets.ts';
import { createStore } from '../../../src-main/store/open.ts';
import { addDataset, addRun } from '../../store/fill.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';

const labels: TaskLabels[] = [
  { name: 'type', kind: 'categorical', classes: Array.from({ length: 30 }, (_, c) => `c${c}`), y: new Int32Array(0) },
];
const task = { id: 1, name: 'type', kind: 'categorical' } as Task;

function of(method: Method, cells: number, hvg = 5000) {
  const store = createStore(join(temporaryFolder(), 'p.panelwright'), '0.1.0');
  // a run of another method says nothing
  addRun(store, addDataset(store));
  const request = { method, k: 64, hvg, probeSteps: 3000, settings: {} } as RunRequest;
  const dataset = { cells, genes: 20_000 } as DatasetRow;
  const found = timeFindings(store, request, [dataset], [task], labels);
  store.close();
  return found;
}

describe('a method that would take very long', () => {
  it('is warned of, and not refused', () => {
    const [warning] = of('xgboost', 400_000);
    expect(warning).toMatchObject({ severity: 'warning', code: 'method-slow' });
    expect(warning.what).toMatch(
      /^XGBoost will take about \d+ (minutes|hours) to choose among 5,000 genes on 400,000 cells/,
    );
    expect(of('hsic-lasso', 1_000_000)).toHaveLength(1);
  });

  it('is not warned of where it is quick, nor one whose steps do not grow with the cells', () => {
    expect(of('xgboost', 3000)).toEqual([]);
    expect(of('hsic-lasso', 20_000, 1000)).toEqual([]);
    expect(of('yoto', 1_000_000)).toEqual([]);
    expect(of('univariate-f', 1_000_000)).toEqual([]);
  });
});

/** The report of a run, with what can only be said by asking its cells: what each gene is in the panel for. */
import { AppError } from '../../../src-shared/errors.ts';
import type { RunDetail } from '../../../src-shared/model.ts';
import type { Why } from '../../report/data.ts';
import { reportPage } from '../../report/page.ts';
import type { Store } from '../../store/open.ts';
import type { RunRow } from '../../store/runs.ts';
import { alike } from '../runs/analysis.ts';
import type { Analyst } from '../workers/analyst-process.ts';
import { geneRoles, hasCells } from '../runs/panel-expression.ts';
import { predictedNumbers } from '../tables/predicted-values.ts';
import { runDetail } from '../runs/runs.ts';

/** More dots than these nobody tells apart on paper. */
const MOST_DOTS = 1500;

export async function report(store: Store, run: RunRow, ask: Analyst['ask']): Promise<string> {
  const detail = runDetail(store, run);
  const cells = hasCells(store, run.config);
  const why = cells
    ? await reasons(store, detail, ask)
    : unknown('The cells are no longer in the project, so what each gene tells cannot be said here.');
  const genes = detail.panel.map((gene) => gene.name);
  const roles = cells && why.kind === 'unknown' ? await geneRoles(store, run.config, genes) : null;
  const predicted = predictedNumbers(store, run);
  return reportPage({
    run: detail,
    predicted,
    project: store.info().name,
    why,
    roles,
    madeAt: new Date().toISOString(),
  });
}

/** A report without them is better than none. */
async function reasons(store: Store, { id, panel, results }: RunDetail, ask: Analyst['ask']): Promise<Why> {
  try {
    const siblings = alike(store, id, ['seed']).map((run) => run.genes);
    const genes = await ask(id, 'genes', { siblings });
    const shown = results.filter(
      (result) => result.kind === 'categorical' && result.classes.length * panel.length <= MOST_DOTS,
    );
    const expression = [];
    for (const { task } of shown) expression.push(await ask(id, 'expression', { task }));
    return { kind: 'measured', genes, expression };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error;
    return unknown(
      `What is lost without each gene could not be measured: ${error.message} The last column says where a gene stands out by itself, on training cells.`,
    );
  }
}

const unknown = (sentence: string): Why => ({ kind: 'unknown', sentence });

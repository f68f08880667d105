/**
 * The program of the analysing process: answers questions about finished panels. It keeps the cells of the runs that
 * were asked about last, and goes by itself when nobody has asked for a while.
 */
import { AppError, toErrorData } from '../../src-shared/errors.ts';
import { type Opened, keepAtHand } from '../analysis/at-hand.ts';
import type { FromAnalyst, ToAnalyst } from '../analysis/protocol.ts';
import { QUICK } from '../analysis/heads.ts';
import { type Ask, openSession } from '../analysis/session.ts';
import { type Workbench, layOut } from '../analysis/workbench.ts';
import { rulesOf } from '../engine/prepare.ts';
import { unpackModel } from '../engine/saved-model.ts';
import { chooseBackend } from '../nn/backend.ts';
import { parentOf } from './parent.ts';
import { hasCells } from '../services/runs/panel-expression.ts';
import { loadProblem } from '../services/cohort/problem.ts';
import { cellsKey } from '../services/same-request.ts';
import { openStore } from '../store/open.ts';

/** Runs, and workbenches of cells, that are kept; runs of the same cells and questions share them. */
const KEPT = { runs: 8, cells: 2 };
/** Seconds without a question after which the process goes. */
const IDLE = 600;

const parent = parentOf<ToAnalyst, FromAnalyst>();
const executor = chooseBackend('auto');
const atHand = keepAtHand<Workbench, Ask>(KEPT);
let idle = setTimeout(leave, IDLE * 1000);
let busy = 0;

parent.onMessage((message) => void answer(message));

async function answer({ id, projectPath, runId, topic, asked }: ToAnalyst): Promise<void> {
  clearTimeout(idle);
  busy++;
  let last = 0;
  const progress = (doing: string) => (fraction: number) => {
    const now = performance.now();
    if (now - last < 100) return;
    last = now;
    parent.tell({ id, type: 'progress', doing, fraction });
  };
  try {
    const ask = await atHand.run(`${projectPath}\n${runId}`, () =>
      open(projectPath, runId, progress('Reading the cells')),
    );
    parent.tell({ id, type: 'answer', answer: await ask(topic, asked, progress('Measuring')) });
  } catch (error) {
    parent.tell({ id, type: 'failed', error: toErrorData(error) });
  } finally {
    if (--busy === 0) idle = setTimeout(leave, IDLE * 1000);
  }
}

/** Reads what there is to know of a run and lets go of the project: nobody waits for this process to close it. */
async function open(projectPath: string, runId: number, progress: (fraction: number) => void): Promise<Opened<Ask>> {
  const store = openStore(projectPath, { readOnly: true, checked: true });
  try {
    const row = store.runs.get(runId);
    if (!row)
      throw new AppError('not-found', `There is no run ${runId} in this project.`, 'Look at the list of runs again.');
    const { config } = row;
    if (!hasCells(store, config)) {
      throw new AppError(
        'conflict',
        `The cells of “${row.name}” are gone: a data set that it was made of was removed.`,
        'Add the file again and design the panel on it; what the run itself kept is still shown.',
      );
    }
    const stored = store.models.get(runId);
    progress(0);
    const problem = loadProblem(store, config);
    const cells = `${projectPath}\n${cellsKey(config)}`;
    const bench = atHand.cells(cells, () =>
      layOut(problem, {
        batches: config.batchZscore ? config.datasets.map(({ cells }) => cells) : null,
        binary: config.binarise ?? false,
      }),
    );
    const run = openSession({
      config,
      panel: store.panels.list(runId),
      model: stored && unpackModel(stored),
      bench,
      barred: rulesOf(problem, config).barred,
      executor: (await executor).executor,
      fit: QUICK,
    });
    return { run, cells };
  } finally {
    store.close();
  }
}

function leave(): void {
  process.exit();
}

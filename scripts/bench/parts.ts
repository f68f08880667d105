/** What each part of a whole run takes, its scores above all: in one process, one thing after another. */
import { design } from '../../src-main/engine/design.ts';
import { createCrew } from '../../src-main/learners/crew.ts';
import { loadProblem } from '../../src-main/services/cohort/problem.ts';
import { openStore } from '../../src-main/store/open.ts';
import { efforts } from '../../src-shared/efforts.ts';
import { request } from './request.ts';

const K = 32;

export interface PartCost {
  doing: string;
  /** of this process's own time, which others on the machine do not lengthen as much */
  cpuSeconds: number;
  /** greatest resident memory of the process until the part was over */
  peakMB: number;
}

/**
 * @param path a project with a data set and a task; its panel is chosen with quick effort, since any other is scored alike
 * @param over told of a part as soon as it is over
 */
export async function measureParts(path: string, over: (part: PartCost) => void): Promise<void> {
  const { config } = await request(path, { k: K });
  const store = openStore(path, { readOnly: true });
  const problem = loadProblem(store, config);
  let now = 'Normalising, and finding the variable genes';
  let before = process.cpuUsage();
  const next = (doing: string) => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    over({ doing: now, cpuSeconds: (user + system) / 1e6, peakMB: process.resourceUsage().maxRSS / 1024 });
    now = doing;
  };
  const hooks = {
    progress({ stage, doing }: { stage: string; doing: string }) {
      const part = stage === 'select' ? 'Choosing the genes' : doing;
      if (part !== now) next(part);
    },
    history() {},
    checkpoint() {},
  };
  const settings = { ...config.settings, ...efforts.quick.settings };
  await design(problem, { ...config, backend: 'onnx', settings }, hooks, undefined, createCrew());
  next('');
  store.close();
}

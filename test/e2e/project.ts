/** A project with finished runs, made without training: for specs that look at results. */
import { join } from 'node:path';
import type { PanelGene, TaskResult } from '../../src-shared/model.ts';
import { openStore } from '../../src-main/store/open.ts';
import { start } from '../cli/command.ts';
import { writeCells } from './data.ts';

interface Labelled {
  matrix: string;
  labels: string;
  tasks: readonly string[];
}

/** Designs one panel by the command line and copies the run under other names; returns the project's path. */
export async function makeRuns(
  home: string,
  copies: number,
  { matrix, labels, tasks }: Labelled = { ...writeCells(home), tasks: ['cell_type', 'stimulated'] },
): Promise<string> {
  const project = join(home, 'Many.panelwright');
  const args = ['design', matrix, '--labels', labels, ...tasks.flatMap((task) => ['--task', task]), '-k', '8'];
  const { code, stderr } = await start(
    [
      ...args,
      '--method',
      'univariate-f',
      '--probe-steps',
      '0',
      '--project',
      project,
      '--quiet',
      '--out',
      join(home, 'p.csv'),
    ],
    home,
  ).ended;
  if (code !== 0) throw new Error(stderr);
  const store = openStore(project);
  const run = store.runs.get(1)!;
  const panel = store.panels.list(1);
  const results = store.results.list(1);
  store.transaction(() => {
    for (let copy = 1; copy <= copies; copy++) {
      const config = { ...run.config, seed: copy };
      const id = store.runs.insert({ ...run, name: `Copy ${copy}`, config });
      store.panels.insert(id, rotated(panel, copy));
      store.results.insert(id, results as TaskResult[]);
      const { backend, headline, notes, seconds, peakMemoryMB } = run;
      store.runs.start(id, run.startedAt!);
      store.runs.succeed(id, run.finishedAt!, {
        backend: backend!,
        headline,
        notes,
        seconds: seconds!,
        peakMemoryMB: peakMemoryMB!,
      });
    }
  });
  store.close();
  return project;
}

/** The same genes in other ranks, so that panels differ. */
const rotated = (panel: PanelGene[], by: number): PanelGene[] =>
  panel.map((gene, i) => ({ ...gene, rank: ((i + by) % panel.length) + 1 })).sort((a, b) => a.rank - b.rank);

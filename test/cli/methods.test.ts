/** A method with its settings on the command line, from the arguments to what the run was frozen with. */
import { expect, it } from 'vitest';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { run } from './command.ts';
import { writePlanted } from './planted-files.ts';

it('runs with the settings it is given, on the task it is told, and says so', async () => {
  const folder = temporaryFolder();
  writePlanted(folder);
  const { code, stdout } = await run(
    [
      ...['design', 'cells.csv', '--labels', 'labels.csv', '--task', 'type', 'state', '-k', '2', '--steps', '20'],
      ...['--probe-steps', '10', '--method', 'xgboost', '--set', 'rounds=7', '--set', 'depth=2', '--set', 'batch=32'],
      ...['--select-on', 'state', '--json', '-', '--quiet'],
    ],
    folder,
  );
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Record<string, unknown> & { panel: { symbol: string }[]; notes: string[] };
  // g6 and g7 tell the states apart
  expect(report.panel.map((gene) => gene.symbol).sort()).toEqual(['g6', 'g7']);
  expect(report).toMatchObject({
    method: 'xgboost',
    methodSettings: { rounds: 7, depth: 2, learningRate: 0.3, penalty: 1, totalGain: 1 },
    selectOn: 'state',
  });
  expect(report.notes).toContainEqual(expect.stringContaining('selected on state alone'));
});

/** What is kept between questions about panels: never the cells of more runs than there is room for. */
import { expect, it } from 'vitest';
import { keepAtHand } from '../../src-main/analysis/at-hand.ts';

/** Runs called `run@cells`; `opened` and `laidOut` list what had to be made. */
function hand(most: { runs: number; cells: number }) {
  const [opened, laidOut]: [string[], string[]] = [[], []];
  const kept = keepAtHand<string, string>(most);
  const ask = (name: string) =>
    kept.run(name, async () => {
      opened.push(name);
      const [, cells] = name.split('@');
      kept.cells(cells, () => (laidOut.push(cells), cells));
      return { run: `answers of ${name}`, cells };
    });
  return { ask, opened, laidOut };
}

it('opens a run once, and lays the cells of several runs out once', async () => {
  const { ask, opened, laidOut } = hand({ runs: 8, cells: 2 });
  for (const name of ['1@a', '2@a', '1@a', '2@a']) expect(await ask(name)).toBe(`answers of ${name}`);
  expect(opened).toEqual(['1@a', '2@a']);
  expect(laidOut).toEqual(['a']);
});

it('lets the runs go whose cells are let go: those that were used the longest ago', async () => {
  const { ask, opened, laidOut } = hand({ runs: 8, cells: 2 });
  for (const name of ['1@a', '2@a', '3@b', '1@a', '4@c']) await ask(name);
  expect(laidOut).toEqual(['a', 'b', 'c']);
  opened.length = 0;
  for (const name of ['2@a', '4@c', '3@b']) await ask(name);
  expect(opened).toEqual(['3@b']);
});

it('keeps no more runs than told, and tries again what failed', async () => {
  const { ask, opened } = hand({ runs: 2, cells: 2 });
  for (const name of ['1@a', '2@a', '3@a', '1@a']) await ask(name);
  expect(opened).toEqual(['1@a', '2@a', '3@a', '1@a']);
  const kept = keepAtHand<string, string>({ runs: 2, cells: 2 });
  const fails = () => Promise.reject(new Error('busy'));
  await expect(kept.run('1', fails)).rejects.toThrow('busy');
  expect(await kept.run('1', async () => ({ run: 'there', cells: 'a' }))).toBe('there');
});

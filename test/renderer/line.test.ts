import { expect, it } from 'vitest';
import { line } from '../../src-renderer/line.ts';

it('has few under way at once, and of those that wait the newest goes first, whether the others end well or not', async () => {
  const inLine = line(2);
  const begun: string[] = [];
  const ends: Record<string, PromiseWithResolvers<string>> = {};
  const asked = ['a', 'b', 'c', 'd'].map((name) =>
    inLine(() => {
      begun.push(name);
      return (ends[name] = Promise.withResolvers<string>()).promise;
    }).catch(() => 'failed'),
  );
  expect(begun).toEqual(['a', 'b']);
  ends['a']!.resolve('done');
  await asked[0];
  expect(begun).toEqual(['a', 'b', 'd']);
  ends['b']!.reject(new Error('no'));
  expect(await asked[1]).toBe('failed');
  expect(begun).toEqual(['a', 'b', 'd', 'c']);
  ends['c']!.resolve('done');
  ends['d']!.resolve('done');
  expect(await Promise.all(asked)).toEqual(['done', 'failed', 'done', 'done']);

  const more = inLine(async () => 'again');
  expect(await more).toBe('again');
});

import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import { Newest, Turns } from '../../../src-renderer/state/newest.svelte.ts';

/** Two questions under way, to be answered in the order that a test likes. */
function two() {
  const newest = new Newest<string>();
  const older = Promise.withResolvers<string>();
  const newer = Promise.withResolvers<string>();
  const heard = [newest.hear(older.promise), newest.hear(newer.promise)] as const;
  return { newest, older, newer, heard };
}

describe('the newest of several questions', () => {
  it('counts where an older answer comes late', async () => {
    const { newest, older, newer, heard } = two();
    newer.resolve('4 of 4');
    expect(await heard[1]).toBe('4 of 4');
    expect(newest.asking).toBe(false);
    older.resolve('3 of 4');
    expect(await heard[0]).toBeNull();
    expect(newest.answer).toBe('4 of 4');
  });

  it('is waited for where an older answer comes first', async () => {
    const { newest, older, newer, heard } = two();
    older.resolve('3 of 4');
    expect(await heard[0]).toBeNull();
    expect([newest.answer, newest.asking]).toEqual([null, true]);
    newer.resolve('4 of 4');
    await heard[1];
    expect([newest.answer, newest.asking]).toEqual(['4 of 4', false]);
  });

  it('counts where an older one fails late', async () => {
    const { newest, older, newer, heard } = two();
    newer.resolve('4 of 4');
    await heard[1];
    older.reject(new AppError('not-found', 'There is no such comparison.'));
    await heard[0];
    expect([newest.answer, newest.error]).toEqual(['4 of 4', null]);
  });

  it('may fail, leaves the old answer, and says why', async () => {
    const newest = new Newest<string>();
    await newest.hear(Promise.resolve('old'));
    await newest.hear(Promise.reject(new AppError('not-found', 'It is gone.')));
    expect([newest.answer, newest.error?.message, newest.asking]).toEqual(['old', 'It is gone.', false]);
    await newest.hear(Promise.resolve('new'));
    expect([newest.answer, newest.error]).toEqual(['new', null]);
  });

  it('is overtaken by what was set', async () => {
    const { newest, older, newer, heard } = two();
    newest.set('set');
    older.resolve('older');
    newer.reject(new Error('late'));
    await Promise.all(heard);
    expect([newest.answer, newest.error, newest.asking]).toEqual(['set', null, false]);
  });

  it('is asked once the asking pauses, and not at all where it was set meanwhile', async () => {
    vi.useFakeTimers();
    try {
      const newest = new Newest<string>();
      const ask = vi.fn(async () => 'answer');
      newest.later(100, ask);
      await vi.advanceTimersByTimeAsync(60);
      newest.later(100, ask);
      expect(newest.asking).toBe(true);
      await vi.advanceTimersByTimeAsync(60);
      expect(ask).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(60);
      expect(ask).toHaveBeenCalledOnce();
      expect([newest.answer, newest.asking]).toEqual(['answer', false]);

      newest.later(100, ask);
      newest.set(null);
      await vi.advanceTimersByTimeAsync(200);
      expect(ask).toHaveBeenCalledOnce();
      expect([newest.answer, newest.asking]).toEqual([null, false]);
    } finally {
      vi.useRealTimers();
    }
  });
});

it('a list hears the failure of the newest question only', async () => {
  const turns = new Turns();
  const older = Promise.withResolvers<number>();
  const newer = Promise.withResolvers<number>();
  const heard = [turns.hear(older.promise), turns.hear(newer.promise)];
  older.reject(new Error('older'));
  newer.reject(new Error('newer'));
  await expect(heard[0]).resolves.toBeUndefined();
  await expect(heard[1]).rejects.toThrow('newer');
});

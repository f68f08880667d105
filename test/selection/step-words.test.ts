import { expect, it } from 'vitest';
import { stepWords } from '../../src-main/selection/step-words.ts';

it('the steps of a training are told as other counts are', () => {
  expect(stepWords(630, 100_000)).toBe('step 630 of 100,000');
});

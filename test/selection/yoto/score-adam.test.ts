import { expect, it } from 'vitest';
import { random } from '../../../src-main/data/random.ts';
import { ScoreAdam } from '../../../src-main/selection/yoto/score-adam.ts';

/** Scores after a gene that helps a little always, and one that helps five times as much on the average, but seldom. */
function raced(shared: boolean): Float64Array {
  const scores = new Float64Array(2);
  const adam = new ScoreAdam(scores, 0.01, shared);
  const { uniform } = random(1, 'race');
  for (let t = 0; t < 500; t++) adam.step(Int32Array.of(0, 1), Float64Array.of(-0.1, uniform() < 0.05 ? -10 : 0), 9);
  return scores;
}

it('goes by how surely a gene helps, and by how much where the second moment is shared', () => {
  const [sure, much] = raced(false);
  expect(sure).toBeGreaterThan(much);
  const [little, more] = raced(true);
  expect(more).toBeGreaterThan(3 * little);
});

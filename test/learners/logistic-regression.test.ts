import { describe, expect, it } from 'vitest';
import { random } from '../../src-main/data/random.ts';
import { type LogisticInput, fitLogistic, predictLogistic } from '../../src-main/learners/logistic-regression.ts';

/** Three classes along two features of five; the second feature has a scale of its own. */
function drawn(rows = 300): LogisticInput {
  const draw = random(3, 'logistic');
  const y = Int32Array.from({ length: rows }, (_, i) => i % 3);
  const columns = new Float32Array(5 * rows);
  for (let j = 0; j < 5; j++) {
    for (let i = 0; i < rows; i++) {
      const middle = j === 0 ? y[i] : j === 1 && y[i] === 2 ? 1 : 0;
      columns[j * rows + i] = (j === 1 ? 100 : 1) * (middle + 0.5 * draw.normal());
    }
  }
  return { columns, rows, features: 5, y, classes: 3 };
}

/** Σ −log p[y] + ‖W‖² / 2, the intercepts left out of the penalty: what the fit is to minimise. */
function objective(
  model: ReturnType<typeof fitLogistic>,
  { columns, rows, y, features, classes }: LogisticInput,
): number {
  const p = predictLogistic(model, columns, rows);
  let loss = 0;
  for (let i = 0; i < rows; i++) loss -= Math.log(p[i * classes + y[i]]);
  return loss + model.weights.subarray(0, features * classes).reduce((sum, w) => sum + (w * w) / 2, 0);
}

describe('logistic regression', () => {
  it('ends where no weight could be changed for the better', () => {
    const input = drawn();
    const model = fitLogistic(input);
    const least = objective(model, input);
    for (let at = 0; at < model.weights.length; at++) {
      for (const move of [-0.05, 0.05]) {
        const weights = model.weights.slice();
        weights[at] += move;
        expect(objective({ ...model, weights }, input)).toBeGreaterThan(least - 1e-3);
      }
    }
  });

  it('does not depend on the scale of a feature', () => {
    const input = drawn();
    const scaled = { ...input, columns: input.columns.map((v, at) => (at < input.rows ? 8 * v : v)) };
    const before = predictLogistic(fitLogistic(input), input.columns, input.rows);
    const after = predictLogistic(fitLogistic(scaled), scaled.columns, input.rows);
    before.forEach((p, at) => expect(after[at]).toBeCloseTo(p, 3));
  });

  it('knows the classes of cells that it has not seen', () => {
    const { columns, rows, features, classes, y } = drawn(600);
    const seen = 300;
    const part = (from: number, to: number) =>
      Float32Array.from({ length: features * (to - from) }, (_, at) => {
        const j = Math.floor(at / (to - from));
        return columns[j * rows + from + (at % (to - from))];
      });
    const model = fitLogistic({ columns: part(0, seen), rows: seen, features, y: y.slice(0, seen), classes });
    const p = predictLogistic(model, part(seen, rows), rows - seen);
    const right = y.slice(seen).filter((label, i) => {
      const row = p.subarray(i * classes, (i + 1) * classes);
      return row.every((v, c) => c === label || v < row[label]);
    });
    // Bayes' rule on these three normal classes is right nearly as often
    expect(right.length / seen).toBeGreaterThan(0.75);
  });

  it('leaves a feature that never varies alone', () => {
    const input = drawn();
    const { weights } = fitLogistic({
      ...input,
      columns: input.columns.map((v, at) => (at >= 4 * input.rows ? 7 : v)),
    });
    for (const w of weights.subarray(12, 15)) expect(w).toBeCloseTo(0, 9);
  });
});

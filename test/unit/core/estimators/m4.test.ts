import { describe, expect, it } from 'vitest';
import { emptyForecast } from '../../../../src/core/estimators/estimator.js';
import { m4Fast } from '../../../../src/core/estimators/m4-fast.js';
import { fitM4Official, m4Official, predictM4Official } from '../../../../src/core/estimators/m4-official.js';
import { NonNegativeLeastSquares } from '../../../../src/core/estimators/non-negative-least-squares.js';
import { minimise } from '../../../../src/core/estimators/simplex.js';
import { ThinningHistory } from '../../../../src/core/estimators/thinning-history.js';

/** A curve of the M4 family: (e - .2) / (1 - e)^.5 = 4 x^-.5, solved for e by bisection. */
function m4Curve(x: number): number {
  let low = 0.2;
  let high = 1;
  for (let i = 0; i < 80; i++) {
    const e = (low + high) / 2;
    if ((e - 0.2) / Math.sqrt(1 - e) < 4 / Math.sqrt(x)) low = e;
    else high = e;
  }
  return (low + high) / 2;
}

describe('M4', () => {
  it('finds a curve of its family with the published optimiser', () => {
    const x = Array.from({ length: 12 }, (_, i) => 2 ** i);
    const fitted = fitM4Official(x, x.map(m4Curve), { errorZero: 1 });
    const predicted = predictM4Official(fitted, 2 ** 14);
    expect(Math.abs(predicted / m4Curve(2 ** 14) - 1)).toBeLessThan(0.05);
  });

  it('finds it with the fast fit', () => {
    const estimator = m4Fast.create({ totalReports: undefined });
    for (let n = 1; n <= 200; n++) estimator.observe(n, m4Curve(n));
    const { logLoss } = estimator.forecast(2000, emptyForecast());
    expect(Math.abs(logLoss - Math.log(m4Curve(2000)))).toBeLessThan(0.05);
  });

  it('gives the last loss where the published fit leaves the positive numbers', () => {
    const estimator = m4Official.create({ totalReports: undefined });
    for (let n = 1; n <= 4; n++) estimator.observe(n, 1e-6 / n);
    expect(Number.isFinite(estimator.forecast(1e9, emptyForecast()).logLoss)).toBe(true);
  });
});

describe('non-negative least squares', () => {
  it('holds a coefficient at 0 rather than let it turn negative', () => {
    const columns = [Float64Array.of(1, 1, 1, 1), Float64Array.of(0, 1, 2, 3)];
    const solver = new NonNegativeLeastSquares(columns);
    const [a, b] = solver.solve(Float64Array.of(1, 3, 5, 7));
    expect(a).toBeCloseTo(1, 12);
    expect(b).toBeCloseTo(2, 12);
    expect(solver.solve(Float64Array.of(3, 2, 1, 0))).toEqual([expect.closeTo(1.5, 12), 0]);
    expect(solver.solve(Float64Array.of(-1, -1, -1, -1))).toEqual([0, 0]);
  });

  it('does without a column that depends on the others', () => {
    const column = Float64Array.of(1, 2, 3);
    const [a, b] = new NonNegativeLeastSquares([column, column]).solve(Float64Array.of(2, 4, 6));
    expect(a! + b!).toBeCloseTo(2, 12);
  });
});

it('minimises in two variables', () => {
  const found = minimise((x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, -1, 1, 1, 500);
  expect(found.x).toBeCloseTo(1, 3);
  expect(found.y).toBeCloseTo(1, 3);
});

it('keeps a long curve in bounded memory, every report counted', () => {
  const history = new ThinningHistory(8);
  for (let n = 1; n <= 100; n++) history.add(n, 2 * n);
  expect(history.size).toBeLessThanOrEqual(8);
  let weight = 0;
  let sum = 0;
  for (let i = 0; i < history.size; i++) {
    weight += history.weight[i]!;
    sum += history.weight[i]! * history.x[i]!;
    expect(history.y[i]).toBeCloseTo(2 * history.x[i]!, 12);
  }
  expect(weight).toBe(100);
  expect(sum).toBeCloseTo(5050, 9);
});

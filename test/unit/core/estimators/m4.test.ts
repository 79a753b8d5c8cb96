import { describe, expect, it } from 'vitest';
import { emptyForecast } from '../../../../src/core/estimators/estimator.js';
import { m4Fast } from '../../../../src/core/estimators/m4-fast.js';
import { fitM4Official, m4Official, predictM4Official } from '../../../../src/core/estimators/m4-official.js';
import { NonNegativeLeastSquares } from '../../../../src/core/estimators/non-negative-least-squares.js';
import { ThinningHistory } from '../../../../src/core/estimators/thinning-history.js';
import { Random } from '../../../../src/core/simulation/random.js';

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

  it('keeps the loss of guessing below its bound, a margin aside', () => {
    const x = Array.from({ length: 12 }, (_, i) => 2 ** i);
    const y = x.map((data) => 0.2 + 0.7 / (1 + 0.3 * data ** 2));
    const [first] = y as [number];
    const errorZero = first + 0.02;
    expect(fitM4Official(x, y, { errorZero }).errorZero).toBeGreaterThan(first + 0.04);
    const upperBound = first + 0.03;
    expect(fitM4Official(x, y, { errorZero, upperBound }).errorZero).toBeCloseTo(upperBound + 1e-3, 12);
  });

  it('finds it with the fast fit', () => {
    const estimator = m4Fast.create({ totalReports: undefined });
    for (let n = 1; n <= 200; n++) estimator.observe(n, m4Curve(n));
    const { logLoss } = estimator.forecast(2000, emptyForecast());
    expect(Math.abs(logLoss - Math.log(m4Curve(2000)))).toBeLessThan(0.05);
  });

  it('keeps the floor of a noisy curve with the fast fit', () => {
    // What the published criterion gives up: its residual grows without bounds near a noisy floor.
    const random = new Random(3);
    const estimator = m4Fast.create({ totalReports: undefined });
    for (let n = 1; n <= 500; n++) {
      estimator.observe(n, (0.5 + 2 * Math.pow(n, -0.7)) * Math.exp(0.03 * random.normal()));
    }
    const { logLoss } = estimator.forecast(50_000, emptyForecast());
    expect(Math.abs(logLoss - Math.log(0.5))).toBeLessThan(0.1);
  });

  it('states the parameters of its curve', () => {
    const estimator = m4Fast.create({ totalReports: undefined });
    for (let n = 1; n <= 200; n++) estimator.observe(n, 3 * m4Curve(n));
    const { logBeta, c, alpha, errorInfinite, errorZero } = estimator.state() as Record<string, number>;
    for (const data of [250, 1000, 1e5]) {
      const e = Math.exp(estimator.forecast(data, emptyForecast()).logLoss);
      const left = Math.log(e - errorInfinite!) - alpha! * Math.log(errorZero! - e);
      expect(left).toBeCloseTo(logBeta! + c! * Math.log(data), 9);
    }
  });

  it('forecasts with the fast fit from the first report on, and no rise', () => {
    const estimator = m4Fast.create({ totalReports: undefined });
    let before = Infinity;
    for (let n = 1; n <= 20; n++) {
      estimator.observe(n, 2 + 0.1 * n);
      const near = estimator.forecast(n, emptyForecast()).logLoss;
      for (let data = n; data < 1000 * n; data *= 3) {
        const { logLoss } = estimator.forecast(data, emptyForecast());
        expect(logLoss).toBeLessThanOrEqual(data === n ? near : before);
        before = logLoss;
      }
    }
  });

  it('is fitted anew after every report', () => {
    const estimator = m4Official.create({ totalReports: undefined });
    const x: number[] = [];
    for (const n of [1, 4, 16, 64]) {
      x.push(n);
      estimator.observe(n, m4Curve(n));
      const { logLoss } = estimator.forecast(100, emptyForecast());
      expect(Math.exp(logLoss)).toBeCloseTo(predictM4Official(fitM4Official(x, x.map(m4Curve)), 100), 12);
    }
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

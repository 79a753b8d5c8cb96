import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { DynamicKalmanFilter } from '../../src/core/estimators/dynamic-kalman.js';
import { emptyForecast, type Estimator } from '../../src/core/estimators/estimator.js';
import { RandomWalkFilter } from '../../src/core/estimators/kalman.js';
import { ESTIMATORS } from '../../src/core/estimators/registry.js';
import { WeightedLeastSquares } from '../../src/core/estimators/weighted-least-squares.js';

const SEED = 20260731;
const FAST = ESTIMATORS.filter(({ name }) => name !== 'm4');

/** A noisy falling curve with some of its reports missing: [data, loss] in order. */
const curve = fc
  .record({
    exponent: fc.double({ min: 0, max: 1.5, noNaN: true }),
    floor: fc.double({ min: 0, max: 0.9, noNaN: true }),
    scale: fc.integer({ min: -250, max: 250 }),
    reports: fc.array(
      fc.record({
        gap: fc.constantFrom(1, 1, 1, 0.5, 3, 40),
        noise: fc.double({ min: -1, max: 1, noNaN: true }),
      }),
      { minLength: 2, maxLength: 80 },
    ),
  })
  .map(({ exponent, floor, scale, reports }) => {
    let data = 0;
    return reports.map(({ gap, noise }) => {
      data += gap;
      const loss = (floor + (1 - floor) * Math.pow(data, -exponent)) * Math.exp(0.1 * noise);
      return [data, Math.pow(10, scale) * loss] as const;
    });
  });

const variance = fc.double({ min: -8, max: 1, noNaN: true }).map((power) => Math.pow(10, power));
const triple = fc.tuple(variance, variance, variance);

function feed(estimator: Estimator, reports: readonly (readonly [number, number])[]): Estimator {
  for (const [data, loss] of reports) estimator.observe(data, loss);
  return estimator;
}

/** Largest difference of two lists relative to the larger entry at hand. */
function expectAlike(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const size = Math.max(...Array.from(expected, Math.abs), 1e-300);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i]! - expected[i]!) / size).toBeLessThan(tolerance);
  }
}

/** Learning rates as logs have them, and as they have them by mistake. */
const rate = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0.1, 0.01, 1e-5, 0) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -1, 1e300, 1e-320) },
);
const rateCourse = fc.oneof(
  fc.array(rate, { minLength: 1, maxLength: 80 }),
  fc
    .integer({ min: 5, max: 200 })
    .map((end) => Array.from({ length: 80 }, (_, i) => Math.max(0, 1e-3 * (1 - i / end)))),
  fc
    .integer({ min: 5, max: 200 })
    .map((end) =>
      Array.from({ length: 80 }, (_, i) => 0.05 * (1 + Math.cos((Math.PI * Math.min(i, end)) / end))),
    ),
);

describe('the default filter', () => {
  it('forecasts a number that never rises, whatever the learning rate', () => {
    fc.assert(
      fc.property(curve, rateCourse, (reports, rates) => {
        const filter = ESTIMATORS[0]!.create({ totalReports: 300 });
        reports.forEach(([data, loss], i) => {
          filter.observe(data, loss, { learningRate: rates[i % rates.length]! });
        });
        const now = reports.at(-1)![0];
        let before = Infinity;
        for (const factor of [1, 1.1, 1.5, 3, 30, 1e4]) {
          const { logLoss, lower95, upper95 } = filter.forecast(factor * now, emptyForecast());
          expect(lower95).toBeLessThan(logLoss);
          expect(upper95).toBeGreaterThan(logLoss);
          expect(logLoss).toBeLessThanOrEqual(before + 1e-9);
          before = logLoss;
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('every estimator', () => {
  it('does not mind whether it was asked in between', () => {
    fc.assert(
      fc.property(curve, fc.nat(), (reports, place) => {
        for (const method of FAST) {
          const create = (): Estimator => method.create({ totalReports: 300 });
          const whole = feed(create(), reports);
          const cut = place % reports.length;
          const parts = feed(create(), reports.slice(0, cut));
          parts.forecast(1000, emptyForecast());
          parts.state();
          feed(parts, reports.slice(cut));
          expect(parts.state()).toEqual(whole.state());
          expect(parts.forecast(1e4, emptyForecast())).toEqual(whole.forecast(1e4, emptyForecast()));
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('gives ordered numbers for any falling curve of any scale', () => {
    fc.assert(
      fc.property(curve, fc.double({ min: 1, max: 1000, noNaN: true }), (reports, factor) => {
        for (const method of FAST) {
          const estimator = feed(method.create({ totalReports: 300 }), reports);
          const { lower95, lower80, logLoss, upper80, upper95 } = estimator.forecast(
            reports.at(-1)![0] * factor,
            emptyForecast(),
          );
          expect(
            lower95 <= lower80 && lower80 <= logLoss && logLoss <= upper80 && upper80 <= upper95,
            method.name,
          ).toBe(true);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  // The ridge of `wls` is on ln a itself and so knows the unit of the loss, as equation (9) has it.
  it.each(FAST.filter(({ name }) => name !== 'wls'))('$name does not mind the unit of the loss', (method) => {
    fc.assert(
      fc.property(curve, fc.double({ min: 0.01, max: 100, noNaN: true }), (reports, unit) => {
        const data = 2 * reports.at(-1)![0];
        const one = feed(method.create({ totalReports: 300 }), reports).forecast(data, emptyForecast());
        const scaled = reports.map(([s, loss]) => [s, unit * loss] as const);
        const other = feed(method.create({ totalReports: 300 }), scaled).forecast(data, emptyForecast());
        expect(Math.abs(other.logLoss - one.logLoss - Math.log(unit))).toBeLessThan(1e-6);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });
});

describe('the printed filter', () => {
  it('is what matrices say, equations (3) to (7)', () => {
    fc.assert(
      fc.property(curve, triple, triple, variance, (reports, q, p, noise) => {
        const step = 0.01;
        const filter = new DynamicKalmanFilter(
          { step, processNoise: q, observationNoise: noise, priorVariance: p },
          -0.2,
          1,
        );
        const F = transition(step);
        const Q = Matrix.diag([q[0], q[0], q[1], q[1], q[2], q[2]]);
        let theta = Matrix.columnVector([-0.2, 1, 0, 0, 0, 0]);
        let P = Matrix.diag([p[0], p[0], p[1], p[1], p[2], p[2]]);
        for (const [data, loss] of reports.slice(0, 20)) {
          const x = Math.log(data);
          const r = Math.log(loss);
          filter.predict(1);
          filter.update(x, r);
          theta = F.mmul(theta);
          P = F.mmul(P).mmul(F.transpose()).add(Q);
          const H = Matrix.columnVector([x, 1, 0, 0, 0, 0]);
          const PH = P.mmul(H);
          const S = H.transpose().mmul(PH).get(0, 0) + noise;
          const gain = Matrix.mul(PH, 1 / S);
          theta = Matrix.add(theta, Matrix.mul(gain, r - H.transpose().mmul(theta).get(0, 0)));
          P = Matrix.sub(P, gain.mmul(PH.transpose()));
        }
        expectAlike(filter.theta, theta.to1DArray(), 1e-6);
        expectAlike(filter.covariance, P.to1DArray(), 1e-6);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('takes any real number of steps at once, as matrices do one by one', () => {
    const real = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 60, noNaN: true }));
    fc.assert(
      fc.property(curve, triple, real, (reports, q, steps) => {
        const step = 0.02;
        const filter = new DynamicKalmanFilter(
          { step, processNoise: q, observationNoise: 0.01, priorVariance: [1, 0.1, 0.01] },
          -0.2,
          1,
        );
        for (const [data, loss] of reports.slice(0, 10)) {
          filter.predict(1);
          filter.update(Math.log(data), Math.log(loss));
        }
        const Q = Matrix.diag([q[0], q[0], q[1], q[1], q[2], q[2]]);
        let theta = Matrix.columnVector(filter.theta);
        let P = Matrix.from1DArray(6, 6, filter.covariance);
        // A part of a step adds its share of Q.
        for (let left = steps; left > 0; left -= 1) {
          const part = Math.min(left, 1);
          const F = transition(part * step);
          theta = F.mmul(theta);
          P = F.mmul(P).mmul(F.transpose()).add(Matrix.mul(Q, part));
        }
        const H = Matrix.columnVector([5, 1, 0, 0, 0, 0]);
        expectAlike([filter.predictLogLoss(steps, 5)], H.transpose().mmul(theta).to1DArray(), 1e-9);
        expectAlike([filter.variance(steps, 5)], H.transpose().mmul(P).mmul(H).to1DArray(), 1e-9);
        filter.predict(steps);
        expectAlike(filter.theta, theta.to1DArray(), 1e-9);
        expectAlike(filter.covariance, P.to1DArray(), 1e-9);
        expect(Matrix.from1DArray(6, 6, filter.covariance).isSymmetric()).toBe(true);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('without process noise and dynamics is ridge least squares', () => {
    fc.assert(
      fc.property(curve, (reports) => {
        const noise = 0.01;
        const prior = 0.5;
        const filter = new DynamicKalmanFilter(
          { step: 0, processNoise: [0, 0, 0], observationNoise: noise, priorVariance: [prior, 0, 0] },
          0,
          0,
        );
        const walk = new RandomWalkFilter(
          { processNoise: 0, observationNoise: noise, priorVariance: prior },
          0,
          0,
        );
        const line = new WeightedLeastSquares({ discount: 1, ridge: noise / prior });
        for (const [data, loss] of reports) {
          const x = Math.log(data);
          const r = Math.log(loss);
          filter.predict(1);
          filter.update(x, r);
          walk.update(x, r, 1);
          line.update(x, r);
        }
        const theta = [line.slope, line.intercept];
        expectAlike(filter.theta.subarray(0, 2), theta, 1e-7);
        expectAlike([walk.slope, walk.intercept], theta, 1e-7);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('keeps its covariance symmetric and positive over a million reports', () => {
    const filter = new DynamicKalmanFilter(
      {
        step: 1e-3,
        processNoise: [1e-6, 1e-8, 1e-10],
        observationNoise: 0.01,
        priorVariance: [1, 0.1, 0.01],
      },
      -0.2,
      1,
    );
    for (let n = 1; n <= 1_000_000; n++) {
      filter.predict(1);
      filter.update(Math.log(n), 1 - 0.2 * Math.log(n) + 0.1 * Math.sin(n));
    }
    const P = Matrix.from1DArray(6, 6, filter.covariance);
    expect(P.isSymmetric()).toBe(true);
    const values = new EigenvalueDecomposition(P, { assumeSymmetric: true }).realEigenvalues;
    expect(Math.min(...values)).toBeGreaterThan(0);
  });
});

describe('weighted least squares', () => {
  it('solves equation (9) as matrices do, the ridge not discounted', () => {
    fc.assert(
      fc.property(
        curve,
        fc.double({ min: 0.8, max: 1, noNaN: true }),
        fc.double({ min: 1e-4, max: 1, noNaN: true }),
        (reports, discount, ridge) => {
          const line = new WeightedLeastSquares({ discount, ridge });
          const V = Matrix.eye(2).mul(ridge);
          const z = Matrix.zeros(2, 1);
          reports.forEach(([data, loss], i) => {
            const x = Math.log(data);
            const r = Math.log(loss);
            line.update(x, r);
            const weight = Math.pow(discount, reports.length - 1 - i);
            const X = Matrix.columnVector([x, 1]);
            V.add(Matrix.mul(X.mmul(X.transpose()), weight));
            z.add(Matrix.mul(X, weight * r));
          });
          expectAlike([line.v11, line.v12, line.v12, line.v22], V.to1DArray(), 1e-9);
          expectAlike([line.slope, line.intercept], solve(V, z).to1DArray(), 1e-6);
          const ahead = Matrix.columnVector([7, 1]);
          const quadratic = ahead.transpose().mmul(solve(V, ahead)).get(0, 0);
          expectAlike([line.norm(7)], [Math.sqrt(quadratic)], 1e-6);
        },
      ),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('keeps its sums over a million reports of a constant power law', () => {
    const line = new WeightedLeastSquares({ discount: 0.95, ridge: 0 });
    for (let n = 1; n <= 1_000_000; n++) line.update(Math.log(n), 2 - 0.3 * Math.log(n));
    expect(line.predict(Math.log(2e6))).toBeCloseTo(2 - 0.3 * Math.log(2e6), 3);
    // The latest reports differ by millionths in ln s; sums about 0 would lose half of the digits.
    expect(line.slope).toBeCloseTo(-0.3, 7);
    expect(line.determinant).toBeGreaterThan(0);
  });
});

describe('the other filters', () => {
  it.each(['dkf', 'bank', 'kf'])('%s keeps its variances positive over a million reports', (name) => {
    const estimator = ESTIMATORS.find((one) => one.name === name)!.create({ totalReports: undefined });
    for (let n = 1; n <= 1_000_000; n++) {
      estimator.observe(n, (0.5 + Math.pow(n, -0.3)) * Math.exp(0.05 * Math.sin(n * n)));
    }
    const { lower95, lower80, logLoss, upper80, upper95 } = estimator.forecast(2_000_000, emptyForecast());
    expect(lower95 < lower80 && lower80 < logLoss && logLoss < upper80 && upper80 < upper95).toBe(true);
    for (const [level, cross, slope] of covariancesOf(estimator)) {
      expect(level).toBeGreaterThan(0);
      expect(level! * slope! - cross! * cross!).toBeGreaterThan(0);
    }
  });

  it.each(FAST)('$name takes a loss that never moves, a hundred thousand times', (method) => {
    const estimator = method.create({ totalReports: undefined });
    for (let n = 1; n <= 100_000; n++) estimator.observe(n, 0.7);
    const { lower95, lower80, logLoss, upper80, upper95 } = estimator.forecast(200_000, emptyForecast());
    expect(lower95 < lower80 && lower80 < logLoss && logLoss < upper80 && upper80 < upper95).toBe(true);
    expect(Object.values(estimator.state()).flat().some(Number.isNaN)).toBe(false);
  });
});

/** [P_11, P_12, P_22] of every two-state filter of an estimator. */
function covariancesOf(estimator: Estimator): number[][] {
  const of = (field: string): number[] => [estimator.state()[field] ?? []].flat();
  const [p11, p12, p21, p22] = of('covariance');
  if (p11 !== undefined) {
    expect(p21).toBe(p12);
    return [[p11, p12!, p22!]];
  }
  const crosses = of('levelSlopeCovariance');
  const slopes = of('slopeVariance');
  return of('levelVariance').map((level, i) => [level, crosses[i]!, slopes[i]!]);
}

/** F of equation (4). */
function transition(step: number): Matrix {
  const F = Matrix.eye(6);
  for (let i = 0; i < 4; i++) F.set(i, i + 2, step);
  for (let i = 0; i < 2; i++) F.set(i, i + 4, (step * step) / 2);
  return F;
}

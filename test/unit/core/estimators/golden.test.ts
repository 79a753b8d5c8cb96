import { describe, expect, it } from 'vitest';
import { DynamicKalmanFilter } from '../../../../src/core/estimators/dynamic-kalman.js';
import { WeightedLeastSquares } from '../../../../src/core/estimators/weighted-least-squares.js';

/** y_n = 2.3 n^-0.3 (1 + 0.01 sin n), n = 1..20, as ln n and ln y; values by an independent computation in numpy. */
const SERIES = Array.from({ length: 20 }, (_, i) => {
  const n = i + 1;
  return { x: Math.log(n), r: Math.log(2.3 * Math.pow(n, -0.3) * (1 + 0.01 * Math.sin(n))) };
});

function line(discount: number, ridge: number): WeightedLeastSquares {
  const fitted = new WeightedLeastSquares({ discount, ridge });
  for (const { x, r } of SERIES) fitted.update(x, r);
  return fitted;
}

describe('golden values', () => {
  it('of least squares', () => {
    const fitted = line(1, 0);
    expect(fitted.slope).toBeCloseTo(-0.301772480719, 11);
    expect(fitted.intercept).toBeCloseTo(0.837134456112, 11);
    expect(Math.exp(fitted.predict(Math.log(500)))).toBeCloseTo(0.3540690790071617, 12);
  });

  it('of weighted least squares, equation (9), and its confidence bound', () => {
    const fitted = line(0.95, 1e-3);
    expect(fitted.slope).toBeCloseTo(-0.300898626844, 11);
    expect(fitted.intercept).toBeCloseTo(0.835265079914, 11);
    expect(Math.exp(fitted.predict(Math.log(500)))).toBeCloseTo(0.3553322672110982, 12);
    expect(fitted.v11).toBeCloseTo(75.511641788251, 10);
    expect(fitted.v12).toBeCloseTo(29.790572985966, 10);
    expect(fitted.v22).toBeCloseTo(12.831281551829, 10);
    const beta = fitted.confidenceRadius(5, 0.1, 0.05);
    const ahead = Math.log(25);
    expect(beta).toBeCloseTo(0.68157802393143, 12);
    expect(fitted.norm(ahead)).toBeCloseTo(0.4525056730611108, 12);
    expect(fitted.predict(ahead) - beta * fitted.norm(ahead)).toBeCloseTo(-0.4417081582320558, 12);
  });

  it('of the printed filter, equations (2) to (8)', () => {
    const filter = new DynamicKalmanFilter(
      {
        step: 1e-3,
        processNoise: [1e-6, 1e-6, 1e-6],
        observationNoise: 1e-2,
        priorVariance: [1, 1, 1],
      },
      0,
      0,
    );
    for (const { x, r } of SERIES) {
      filter.predict(1);
      filter.update(x, r);
    }
    const expected = [
      -0.3001436384099, 0.8333870897708, 5.583120488928e-3, 1.794447181229e-3, 1.065517086105e-4,
      3.084643747644e-5,
    ];
    expected.forEach((value, i) => {
      expect(filter.theta[i]).toBeCloseTo(value, 12);
    });
    const trace = [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + filter.covariance[7 * i]!, 0);
    expect(trace).toBeCloseTo(3.8780762860415168, 11);
    expect(Math.exp(filter.predictLogLoss(480, Math.log(500)))).toBeCloseTo(0.3626589890218249, 11);
    expect(filter.variance(480, Math.log(500))).toBeCloseTo(8.65381480098094, 9);
  });
});

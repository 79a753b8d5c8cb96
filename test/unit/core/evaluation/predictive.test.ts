import { describe, expect, it } from 'vitest';
import { emptyForecast, type Forecast } from '../../../../src/core/estimators/estimator.js';
import { interval80, interval95, probabilityAtMost } from '../../../../src/core/evaluation/predictive.js';

const SKEWED: Forecast = { logLoss: 0, lower80: -0.4, upper80: 0.2, lower95: -1, upper95: 0.3 };

describe('the probability of a target', () => {
  it('meets the quantiles', () => {
    for (const [target, level] of [
      [-1, 0.025],
      [-0.4, 0.1],
      [0, 0.5],
      [0.2, 0.9],
      [0.3, 0.975],
    ] as const) {
      expect(probabilityAtMost(SKEWED, target)).toBeCloseTo(level, 9);
    }
  });

  it('rises with the target, and never to a certainty', () => {
    let before = 0;
    for (let target = -8; target <= 8; target += 0.01) {
      const probability = probabilityAtMost(SKEWED, target);
      expect(probability).toBeGreaterThan(before);
      before = probability;
    }
    expect(before).toBeLessThan(1);
    expect(probabilityAtMost(SKEWED, -Infinity)).toBe(0);
    expect(probabilityAtMost(SKEWED, Infinity)).toBe(1);
  });

  it('has tails as heavy as errors on recorded curves have', () => {
    expect(probabilityAtMost(SKEWED, -4)).toBeCloseTo(0.025 * 4 ** -1.5, 12);
    expect(1 - probabilityAtMost(SKEWED, 1.2)).toBeCloseTo(0.025 * 4 ** -1.5, 12);
  });

  it('is a step where a method gives no interval, and unknown where it says nothing', () => {
    const point = { ...emptyForecast(), logLoss: 0 };
    expect(probabilityAtMost(point, 0.1)).toBe(1);
    expect(probabilityAtMost(point, -0.1)).toBe(0);
    expect(probabilityAtMost(emptyForecast(), 0)).toBeNaN();
    expect(probabilityAtMost(SKEWED, NaN)).toBeNaN();
  });

  it('is a step where an interval has no width', () => {
    const certain = { logLoss: 1, lower80: 1, upper80: 1, lower95: 1, upper95: 1 };
    expect(probabilityAtMost(certain, 0.9)).toBe(0);
    expect(probabilityAtMost(certain, 1)).toBeGreaterThanOrEqual(0.5);
    expect(probabilityAtMost(certain, 1.1)).toBe(1);
  });
});

it('gives intervals in units of the loss', () => {
  expect(interval80(SKEWED)).toEqual([Math.exp(-0.4), Math.exp(0.2)]);
  expect(interval95(SKEWED)).toEqual([Math.exp(-1), Math.exp(0.3)]);
});

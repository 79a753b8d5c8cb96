import { describe, expect, it } from 'vitest';
import { DynamicKalmanFilter } from '../../../../src/core/estimators/dynamic-kalman.js';
import type { EstimatorDefinition } from '../../../../src/core/estimators/estimator.js';
import { kalman, RandomWalkFilter } from '../../../../src/core/estimators/kalman.js';
import { dkfPaper } from '../../../../src/core/estimators/dkf-paper.js';

/** Cumulative data in reports, with a gap and a part of a report; and losses. */
const DATA = [1, 2, 9, 9.5, 11];
const LOSSES = [2, 1.7, 1.2, 1.25, 1.1];
const STEPS = [1, 1, 7, 0.5, 1.5];

const stateOf = (definition: EstimatorDefinition, totalReports?: number) => {
  const estimator = definition.create({ totalReports });
  DATA.forEach((data, i) => {
    estimator.observe(data, LOSSES[i]!);
  });
  return estimator.state();
};

describe('a gap in the data', () => {
  it.each([
    [200, 200],
    [undefined, 500],
  ])('is so many steps of the printed filter, whose Delta is the inverse of %s reports', (told, reports) => {
    const filter = new DynamicKalmanFilter(
      {
        step: 1 / reports,
        processNoise: [1e-4, 1e-4, 1e-4],
        observationNoise: 0.01,
        priorVariance: [5e-3, 5e-3, 5e-3],
      },
      -0.2,
      Math.log(2),
    );
    DATA.forEach((data, i) => {
      filter.predict(STEPS[i]!);
      filter.update(Math.log(data), Math.log(LOSSES[i]!));
    });
    const state = stateOf(dkfPaper, told);
    expect(state['theta']).toEqual(Array.from(filter.theta));
    expect(state['covariance']).toEqual(Array.from(filter.covariance));
  });

  it('is so many steps of the random walk', () => {
    const filter = new RandomWalkFilter(
      { processNoise: 1e-6, observationNoise: 0.01, priorVariance: 5e-3 },
      -0.2,
      Math.log(2),
    );
    DATA.forEach((data, i) => {
      filter.update(Math.log(data), Math.log(LOSSES[i]!), STEPS[i]!);
    });
    expect(stateOf(kalman)['covariance']).toEqual([filter.p11, filter.p12, filter.p12, filter.p22]);
  });

  it('makes the walk less sure by its noise at each step, before and behind the latest report', () => {
    const filter = new RandomWalkFilter(
      { processNoise: 1e-3, observationNoise: 1e12, priorVariance: 0.5 },
      0,
      0,
    );
    // A report that tells next to nothing.
    filter.update(2, 0, 7);
    expect(filter.p11).toBeCloseTo(0.507, 9);
    expect(filter.p22).toBeCloseTo(0.507, 9);
    expect(filter.variance(2, 30) - filter.variance(2, 0)).toBeCloseTo(0.03 * 5, 12);
  });
});

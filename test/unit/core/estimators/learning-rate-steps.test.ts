import { describe, expect, it } from 'vitest';
import { LearningRateSteps } from '../../../../src/core/estimators/learning-rate-steps.js';

/** Reports at which a step was told, from 0. */
function stepsOf(rates: readonly number[]): number[] {
  const steps = new LearningRateSteps();
  return rates.flatMap((rate, i) => (steps.observe(rate) ? [i] : []));
}

const held = (rate: number, reports: number) => new Array<number>(reports).fill(rate);

describe('steps of the learning rate', () => {
  it('are told at the report that first has the lower rate', () => {
    expect(stepsOf([...held(0.1, 10), ...held(0.01, 10), ...held(0.001, 10)])).toEqual([10, 20]);
  });

  it('may halve the rate, rounded as it was printed', () => {
    expect(stepsOf([...held(3e-4, 5), ...held(1.5001e-4, 5)])).toEqual([5]);
    expect(stepsOf([...held(1, 5), ...held(0.8, 5)])).toEqual([]);
  });

  it('follow a warm-up', () => {
    expect(stepsOf([0.01, 0.05, ...held(0.1, 4), ...held(0.01, 4)])).toEqual([6]);
  });

  it('are not the end of a schedule that falls little by little, in the digits of a log', () => {
    const linear = Array.from({ length: 1000 }, (_, i) => Number((1e-4 * (1 - i / 1000)).toFixed(7)));
    const cosine = Array.from({ length: 1000 }, (_, i) =>
      Number((6e-4 * 0.5 * (1 + Math.cos((Math.PI * i) / 1000))).toFixed(6)),
    );
    expect(stepsOf(linear)).toEqual([]);
    expect(stepsOf(cosine)).toEqual([]);
  });

  it('are not the jitter of a rate that is scaled anew at every report', () => {
    expect(stepsOf([30, 31, 14, 29, 30, 14.6, 15, 30, 13, 31])).toEqual([]);
  });

  it('are not looked for where the log has no rate, or 0', () => {
    expect(stepsOf([NaN, NaN, 0, 0, 0, 0.1, 0.1, 0.1, 0, 0, 0.1])).toEqual([]);
  });
});

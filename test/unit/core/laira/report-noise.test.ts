import { describe, expect, it } from 'vitest';
import { ReportNoise } from '../../../../src/core/laira/report-noise.js';

function deviationOf(logLosses: readonly number[]): number {
  const noise = new ReportNoise();
  for (const logLoss of logLosses) noise.update(logLoss);
  return noise.deviation;
}

const rough = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0.1 : -0.1));

describe('ReportNoise', () => {
  it('is nothing before there is a difference', () => {
    expect([deviationOf([]), deviationOf([1])]).toEqual([0, 0]);
  });

  it('is the deviation from report to report, as if each had its own', () => {
    // Differences of .2 come from deviations of .2 / sqrt 2.
    expect(deviationOf(rough)).toBeCloseTo(0.2 / Math.SQRT2, 12);
  });

  it('forgets', () => {
    const calm = new Array<number>(100).fill(0);
    expect(deviationOf([...rough, ...calm])).toBeLessThan(0.02);
    expect(deviationOf([...calm, ...rough])).toBeGreaterThan(0.12);
  });
});

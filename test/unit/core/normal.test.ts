import { describe, expect, it } from 'vitest';
import { normalDistribution } from '../../../src/core/normal.js';

describe('normalDistribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [2.9, 0.9981341866996161],
    [-3, 0.0013498980316300933],
    [-5, 2.866515718791939e-7],
    [6, 0.9999999990134123],
    [-10, 7.61985302416052e-24],
  ])('P(Z <= %d)', (z, expected) => {
    expect(Math.abs(normalDistribution(z) - expected)).toBeLessThan(1e-14);
    expect(normalDistribution(z) / expected).toBeCloseTo(1, 9);
  });

  it('reaches its limits and passes NaN on', () => {
    expect(normalDistribution(Infinity)).toBe(1);
    expect(normalDistribution(-Infinity)).toBe(0);
    expect(normalDistribution(NaN)).toBeNaN();
  });
});

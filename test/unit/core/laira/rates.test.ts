import { describe, expect, it } from 'vitest';
import { WeightedLeastSquares } from '../../../../src/core/estimators/weighted-least-squares.js';
import { evaluateRates } from '../../../../src/core/laira/rates.js';

function lineOf(exponent: number, reports: number): WeightedLeastSquares {
  const line = new WeightedLeastSquares({ discount: 0.95, ridge: 1e-9 });
  for (let n = 1; n <= reports; n++) line.update(Math.log(n), -exponent * Math.log(n));
  return line;
}

const STANDING = {
  logLoss: -0.3 * Math.log(20),
  logTarget: -0.3 * Math.log(100),
  data: 20,
  remainingData: 180,
  sliceData: 20,
};

describe('evaluateRates', () => {
  it('finds the exponent of a power law as its predicted rate', () => {
    const rates = evaluateRates(lineOf(0.3, 20), STANDING, undefined);
    expect(rates.predicted).toBeCloseTo(0.3, 6);
    expect(rates.required).toBeCloseTo((0.3 * Math.log(5)) / Math.log(10), 12);
    expect(rates.score).toBeCloseTo(rates.predicted / rates.required, 12);
    expect(rates.radius).toBe(0);
  });

  it('adds a bonus that raises the predicted rate', () => {
    const line = lineOf(0.3, 20);
    const confidence = { parameterBound: 1, sigma: 0.1, delta: 0.1 };
    const rates = evaluateRates(line, STANDING, confidence);
    const bonus = line.confidenceRadius(1, 0.1, 0.1) * line.norm(Math.log(40));
    expect(rates.lowerConfidence).toBeCloseTo(rates.predictedLogLoss - bonus, 12);
    expect(rates.predicted).toBeGreaterThan(0.3);
  });

  it('does not depend on the unit of data where there is no bonus', () => {
    const line = new WeightedLeastSquares({ discount: 0.95, ridge: 0 });
    const scaled = new WeightedLeastSquares({ discount: 0.95, ridge: 0 });
    for (let n = 1; n <= 20; n++) {
      line.update(Math.log(n), Math.log(2 + Math.sin(n)));
      scaled.update(Math.log(128 * n), Math.log(2 + Math.sin(n)));
    }
    const { data, remainingData, sliceData } = STANDING;
    const inSamples = {
      ...STANDING,
      data: 128 * data,
      remainingData: 128 * remainingData,
      sliceData: 128 * sliceData,
    };
    expect(evaluateRates(scaled, inSamples, undefined).score).toBeCloseTo(
      evaluateRates(line, STANDING, undefined).score,
      9,
    );
  });
});

import { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';
import { evaluateRates } from '../laira/rates.js';
import { traceLosses, traceNumber, tracePositive, type TraceInput } from './trace-input.js';

/** Equations (11) to (13) after all reports: s = n B, and ln l(s) is the last reported loss. */
export function traceRates(input: TraceInput): Record<string, unknown> {
  const reportSize = tracePositive(input, 'B');
  const dataRate = tracePositive(input, 'dataRate');
  const timeLeft = traceNumber(input, 'deadline') - traceNumber(input, 'time');
  const losses = traceLosses(input, 'loss');
  const line = new WeightedLeastSquares({
    discount: traceNumber(input, 'gamma'),
    ridge: traceNumber(input, 'lambda'),
  });
  losses.forEach((loss, index) => {
    line.update(Math.log((index + 1) * reportSize), Math.log(loss));
  });
  const rates = evaluateRates(
    line,
    {
      logLoss: Math.log(losses.at(-1) ?? NaN),
      logTarget: Math.log(tracePositive(input, 'target')),
      data: losses.length * reportSize,
      remainingData: dataRate * timeLeft,
      sliceData: dataRate * Math.min(traceNumber(input, 'slice'), timeLeft),
    },
    {
      parameterBound: traceNumber(input, 'S'),
      sigma: traceNumber(input, 'sigma'),
      delta: traceNumber(input, 'delta'),
    },
  );
  return {
    requiredRate: rates.required,
    predictedRate: rates.predicted,
    lowerConfidenceLogLoss: rates.lowerConfidence,
    beta: rates.radius,
    score: rates.score,
  };
}

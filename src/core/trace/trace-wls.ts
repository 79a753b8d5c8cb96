import { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';
import { traceLosses, traceNumber, tracePositive, type TraceInput } from './trace-input.js';

/** Equation (9) and the radius of Theorem 1 after every report; the prediction is at `aheadFactor` times s_n. */
export function traceWls(input: TraceInput): Record<string, unknown> {
  const reportSize = tracePositive(input, 'B');
  const aheadFactor = traceNumber(input, 'aheadFactor');
  const bound = traceNumber(input, 'S');
  const noise = traceNumber(input, 'sigma');
  const risk = traceNumber(input, 'delta');
  const line = new WeightedLeastSquares({
    discount: traceNumber(input, 'gamma'),
    ridge: traceNumber(input, 'lambda'),
  });
  const steps = traceLosses(input, 'loss').map((loss, index) => {
    const s = (index + 1) * reportSize;
    line.update(Math.log(s), Math.log(loss));
    const ahead = Math.log(aheadFactor * s);
    return {
      n: index + 1,
      V: [
        [line.v11, line.v12],
        [line.v12, line.v22],
      ],
      theta: [line.slope, line.intercept],
      predictedLogLoss: line.predict(ahead),
      normVinv: line.norm(ahead),
      beta: line.confidenceRadius(bound, noise, risk),
    };
  });
  return { steps };
}

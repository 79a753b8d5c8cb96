import { RandomWalkFilter } from '../estimators/kalman.js';
import { traceLosses, traceNumber, traceNumbers, tracePositive, type TraceInput } from './trace-input.js';

/** The two-state filter whose theta walks at random: every state, the last one, and the loss at `predictAt` (samples). */
export function traceKf(input: TraceInput): Record<string, unknown> {
  const reportSize = tracePositive(input, 'B');
  const [slope, intercept] = traceNumbers(input, 'theta0', 2) as [number, number];
  const filter = new RandomWalkFilter(
    {
      processNoise: traceNumber(input, 'q'),
      observationNoise: traceNumber(input, 'R'),
      priorVariance: traceNumber(input, 'p0'),
    },
    slope,
    intercept,
  );
  const steps = traceLosses(input, 'loss').map((loss, index) => {
    const s = (index + 1) * reportSize;
    filter.update(Math.log(s), Math.log(loss), 1);
    return {
      n: index + 1,
      s,
      innovation: filter.innovation,
      S: filter.innovationVariance,
      gain: [filter.gain1, filter.gain2],
      theta: [filter.slope, filter.intercept],
      P: covariance(filter),
    };
  });
  const predictAt = traceNumbers(input, 'predictAt');
  return {
    steps,
    theta: [filter.slope, filter.intercept],
    P: covariance(filter),
    loss: predictAt.map((s) => Math.exp(filter.predict(Math.log(s)))),
  };
}

function covariance({ p11, p12, p22 }: RandomWalkFilter): number[][] {
  return [
    [p11, p12],
    [p12, p22],
  ];
}

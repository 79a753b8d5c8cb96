import { DynamicKalmanFilter } from '../estimators/dynamic-kalman.js';
import { traceLosses, traceNumber, traceNumbers, tracePositive, type TraceInput } from './trace-input.js';

const STATES = 6;

/** The printed filter, equations (2) to (8), with every state: s_n = n B, predict then update from the first report on. */
export function traceDkf(input: TraceInput): Record<string, unknown> {
  const reportSize = tracePositive(input, 'B');
  const losses = traceLosses(input, 'loss');
  const [slope, intercept] = traceNumbers(input, 'theta0', 2) as [number, number];
  const step = traceNumber(input, 'delta');
  const observationNoise = traceNumber(input, 'R');
  const filter = new DynamicKalmanFilter(
    {
      step,
      processNoise: traceNumbers(input, 'q', 3) as [number, number, number],
      observationNoise,
      priorVariance: traceNumbers(input, 'p0', 3) as [number, number, number],
    },
    slope,
    intercept,
  );
  const steps = losses.map((loss, index) => {
    const s = (index + 1) * reportSize;
    filter.predict(1);
    filter.update(Math.log(s), Math.log(loss));
    return {
      n: index + 1,
      s,
      innovation: filter.innovation,
      S: filter.innovationVariance,
      gain: Array.from(filter.gain),
      Theta: Array.from(filter.theta),
      P: rows(filter.covariance),
    };
  });
  const predictions = traceNumbers(input, 'horizons').map((ahead) => {
    const s = (losses.length + ahead) * reportSize;
    const varianceState = filter.variance(ahead, Math.log(s));
    return {
      D: ahead,
      s,
      Theta: Array.from(filter.stateAhead(ahead)),
      logLoss: filter.predictLogLoss(ahead, Math.log(s)),
      varianceState,
      varianceObservation: varianceState + observationNoise,
    };
  });
  return { steps, predictions };
}

function rows(matrix: Float64Array): number[][] {
  return Array.from({ length: STATES }, (_, i) => Array.from(matrix.subarray(i * STATES, (i + 1) * STATES)));
}

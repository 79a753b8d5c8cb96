import { KalmanFilter } from 'kalman-filter';
import { Matrix } from 'ml-matrix';
import { DynamicKalmanFilter, type DynamicKalmanOptions } from '../../src/core/estimators/dynamic-kalman.js';

/** The printed filter's constants for a task of 500 reports. */
const OPTIONS: DynamicKalmanOptions = {
  step: 1 / 500,
  processNoise: [1e-4, 1e-4, 1e-4],
  observationNoise: 0.01,
  priorVariance: [5e-3, 5e-3, 5e-3],
};
const STATES = 6;

/** Feeds ln(data) and ln(loss) of a curve, one prediction and one update per report; returns the last state. */
export type FilterWork = (x: Float64Array, r: Float64Array) => number[];

/** The filter of the product: in place, on typed arrays. */
export const ownFilter: FilterWork = (x, r) => {
  const filter = new DynamicKalmanFilter(OPTIONS, -0.2, r[0]!);
  for (let i = 0; i < x.length; i++) {
    filter.predict(1);
    filter.update(x[i]!, r[i]!);
  }
  return Array.from(filter.theta);
};

/** The same equations, (5) to (7), as ml-matrix writes them. */
export const mlMatrixFilter: FilterWork = (x, r) => {
  const transition = new Matrix(transitionRows());
  const back = transition.transpose();
  const noise = Matrix.diag(diagonal(OPTIONS.processNoise));
  let theta = Matrix.columnVector([-0.2, r[0]!, 0, 0, 0, 0]);
  let covariance = Matrix.diag(diagonal(OPTIONS.priorVariance));
  for (let i = 0; i < x.length; i++) {
    theta = transition.mmul(theta);
    covariance = transition.mmul(covariance).mmul(back).add(noise);
    const row = Matrix.rowVector([x[i]!, 1, 0, 0, 0, 0]);
    const projected = covariance.mmul(row.transpose());
    const variance = row.mmul(projected).get(0, 0) + OPTIONS.observationNoise;
    const gain = Matrix.div(projected, variance);
    const innovation = r[i]! - row.mmul(theta).get(0, 0);
    theta = theta.add(Matrix.mul(gain, innovation));
    covariance = covariance.sub(gain.mmul(projected.transpose()));
  }
  return theta.to1DArray();
};

/** The same filter as the package kalman-filter runs it. */
export const packageFilter: FilterWork = (x, r) => {
  const filter = new KalmanFilter({
    observation: {
      dimension: 1,
      stateProjection: (options) => [[options.x, 1, 0, 0, 0, 0]],
      covariance: [[OPTIONS.observationNoise]],
    },
    dynamic: {
      dimension: STATES,
      transition: transitionRows(),
      covariance: square(OPTIONS.processNoise),
      init: {
        mean: [[-0.2], [r[0]!], [0], [0], [0], [0]],
        covariance: square(OPTIONS.priorVariance),
      },
    },
  });
  let state = filter.getInitState();
  for (let i = 0; i < x.length; i++) {
    state = filter.filter({ previousCorrected: state, observation: [r[i]!], x: x[i]! });
  }
  return state.mean.map(([value]) => value!);
};

/** F of equation (4): every pair of states moves by those after it. */
function transitionRows(): number[][] {
  const { step } = OPTIONS;
  const rows = square([1, 1, 1]);
  for (let i = 0; i < STATES - 2; i++) rows[i]![i + 2] = step;
  for (let i = 0; i < 2; i++) rows[i]![i + 4] = (step * step) / 2;
  return rows;
}

function square(pairs: readonly number[]): number[][] {
  const values = diagonal(pairs);
  return values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
}

function diagonal(pairs: readonly number[]): number[] {
  return pairs.flatMap((value) => [value, value]);
}

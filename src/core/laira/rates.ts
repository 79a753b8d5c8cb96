import type { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';

/** Constants of the confidence bonus, beta_n of Theorem 1. */
export interface ConfidenceSettings {
  /** S: bound of the parameter's norm. */
  readonly parameterBound: number;
  /** The theorem's R: a standard deviation of ln(loss). */
  readonly sigma: number;
  /** delta: the bound holds with probability 1 - delta. */
  readonly delta: number;
}

/** Where a task stands when a slice is decided. Data is in the unit that the WLS line was fitted in. */
export interface Standing {
  /** ln l_k(s), the last reported loss. */
  readonly logLoss: number;
  readonly logTarget: number;
  /** s, cumulative data, above 0. */
  readonly data: number;
  /** N_k (d_k - t): all that can still be processed before the deadline. */
  readonly remainingData: number;
  /** N_k min(M, d_k - t): what the coming slice processes. */
  readonly sliceData: number;
}

/** The immediate performance of a task, equations (11) to (13). */
export interface Rates {
  /** Required rate rho, equation (11): below 0 once the loss is under the target. */
  readonly required: number;
  /** Predicted rate rho^ with its bonus, equation (12). */
  readonly predicted: number;
  /** Lower confidence bound r^ of ln(loss) after the slice, equation (12). */
  readonly lowerConfidence: number;
  /** WLS prediction of ln(loss) after the slice, without bonus. */
  readonly predictedLogLoss: number;
  /** beta_n of Theorem 1; 0 without a bonus. */
  readonly radius: number;
  /** Priority rho^ / rho, equation (13). */
  readonly score: number;
}

/**
 * Equations (11) to (13) for one task.
 * @param confidence undefined leaves the bonus out (the ablation LaiRA-UCB)
 */
export function evaluateRates(
  line: WeightedLeastSquares,
  standing: Standing,
  confidence: ConfidenceSettings | undefined,
): Rates {
  const { logLoss, logTarget, data, remainingData, sliceData } = standing;
  const ahead = Math.log(data + sliceData);
  const radius =
    confidence === undefined
      ? 0
      : line.confidenceRadius(confidence.parameterBound, confidence.sigma, confidence.delta);
  const predictedLogLoss = line.predict(ahead);
  const lowerConfidence = predictedLogLoss - (radius === 0 ? 0 : radius * line.norm(ahead));
  const required = (logLoss - logTarget) / (Math.log(data + remainingData) - Math.log(data));
  const predicted = (logLoss - lowerConfidence) / (ahead - Math.log(data));
  return { required, predicted, lowerConfidence, predictedLogLoss, radius, score: predicted / required };
}

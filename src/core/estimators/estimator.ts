/**
 * What an estimator says of the loss at one future cumulative data: quantiles of ln(loss).
 * The median is always given; a method without intervals leaves the four bounds NaN.
 * Loss itself is `exp` of these (the median of a log-normal is exp of the mean).
 */
export interface Forecast {
  logLoss: number;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
}

/** A forecast to hand to `Estimator.forecast`, which fills it and allocates nothing. */
export function emptyForecast(): Forecast {
  return { logLoss: NaN, lower80: NaN, upper80: NaN, lower95: NaN, upper95: NaN };
}

/** What a log tells of one report beside its loss, as plain numbers; NaN where it does not. */
export interface SideInformation {
  readonly learningRate: number;
}

/** Why a filter became open again for a new level: the loss jumped up or fell, or the learning rate fell by a step. */
export type Reopening = 'rise' | 'fall' | 'learning-rate';

/** What is known of a task before its first report. */
export interface EstimatorContext {
  /**
   * Reports the task would make if it had the machine from its beginning to its deadline,
   * N_k (d_k - b_k) / B; undefined where the task has no deadline yet. The printed filter's Delta_k is its inverse.
   */
  readonly totalReports: number | undefined;
}

/**
 * One method that follows a loss curve online: constant time and memory per report where the method allows.
 * Cumulative data is counted in reports (s / B, a real number above 0, so that s_n = n for regular reporting).
 */
export interface Estimator {
  /** Reports fitted so far. */
  readonly reports: number;
  /** Why the latest report re-opened the filter; undefined where it did not, or the method does not look for it. */
  readonly reopening?: Reopening | undefined;
  /** Whether the forecast differs from that by the loss alone because of the learning rate. */
  readonly usesLearningRate?: boolean;
  /**
   * Feeds one report, in the order of arrival. A loss that is not positive and finite is not fitted (ln is undefined).
   * @param data cumulative data at the report, in reports; above the last one
   * @param side what the log tells beside the loss; methods that use the loss alone pass it by
   */
  observe(data: number, loss: number, side?: SideInformation): void;
  /**
   * Forecasts the loss at a future cumulative data into `out`; all NaN before the first fitted report.
   * @param data cumulative data to forecast at, in reports
   */
  forecast(data: number, out: Forecast): Forecast;
  /** The state as plain numbers, for the ledger and for `trace`; names are the field's (theta, covariance, ...). */
  state(): Record<string, number | readonly number[]>;
}

export interface EstimatorDefinition {
  /** Stable name, as the command line and settings spell it. */
  readonly name: string;
  /** Short name for people ("DKF", "DKF as printed", "WLS"). */
  readonly title: string;
  /** One sentence: what it is, with its source. */
  readonly description: string;
  create(context: EstimatorContext): Estimator;
}

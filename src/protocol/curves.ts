/**
 * Points of one run's loss curve, decimated so that every spike stays visible. `from` says where they go:
 * the receiver keeps its points before index `from` and replaces the rest.
 */
export interface CurveUpdate {
  readonly run: string;
  readonly from: number;
  readonly step: Float64Array;
  /** Cumulative data in samples. */
  readonly data: Float64Array;
  /** Milliseconds since 1970 UTC; NaN where unknown. */
  readonly time: Float64Array;
  readonly loss: Float64Array;
}

/** One method's forecast from the last report to the deadline (or the horizon). All arrays have one length. */
export interface ForecastCurve {
  readonly run: string;
  readonly method: string;
  readonly title: string;
  /** Cumulative data in samples, increasing. */
  readonly data: Float64Array;
  readonly step: Float64Array;
  /** Milliseconds since 1970 UTC, if the run had the whole machine from now on. */
  readonly time: Float64Array;
  readonly loss: Float64Array;
  /** 80 % interval; empty where the method has none. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

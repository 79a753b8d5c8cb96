/** A point of the chart that the cursor can stand on: a report of a run, or its forecast's. */
export interface CursorPoint {
  readonly run: string;
  readonly kind: 'report' | 'forecast';
  /** In the run's curve, or in the forecast of the first method drawn. */
  readonly index: number;
  /** The moving average there; NaN for a forecast. */
  readonly smoothed: number;
  /** Pixels of the plot; `y` is NaN where the loss has no place on the axis. */
  readonly x: number;
  readonly y: number;
}

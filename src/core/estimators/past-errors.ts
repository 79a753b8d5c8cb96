/** Checkpoints lie this far apart in ln(data). */
const SPACING = Math.LN2 / 2;
/** The first checkpoint after the first report: before, there is no slope. */
const FIRST = 2;
/** For checkpoints that are met to within the rounding of ln(data). */
const ROUNDING = 1e-9;
/** So many checkpoints back a forecast is still scored. */
const KEPT = 16;
/** Forecasts over less than this of ln(data) tell more of the noise of the reports than of the drift. */
const SHORTEST = 0.3;
/** Before anything is known: this many errors of this size, which count for less and less. */
const PRIOR_ERROR = 0.15;
const PRIOR_COUNT = 2;

/** ln(loss) as a filter forecasts it now. @param horizon distance in ln(data), above 0 */
export type LevelAhead = (horizon: number) => number;

/**
 * How far a filter's own forecasts have been off on this very run: the best sign of how far they will be. At
 * checkpoints, evenly spaced in ln(data), it forecasts those to come, and scores what it said of the present one at each
 * of the earlier ones. Memory is constant, and so is the time per checkpoint; there are two per doubling of the data.
 */
export class PastErrors {
  /** |ln(loss) - forecast| per unit of ln(data) ahead, the mean over earlier checkpoints and the prior. */
  error = PRIOR_ERROR;
  /** Reports before this x change nothing. */
  due = -Infinity;
  private origin = NaN;
  /** The checkpoint that a row of `levels` was forecast at, and its x; a column is the checkpoint forecast. */
  private readonly rows = new Float64Array(KEPT).fill(-KEPT);
  private readonly rowX = new Float64Array(KEPT);
  private readonly levels = new Float64Array(KEPT * KEPT);

  /**
   * Tells of a report that the filter has taken in.
   * @param x ln(data), or the clock that takes its place
   * @param level ln(loss) as the filter follows it
   */
  observe(x: number, level: number, ahead: LevelAhead): void {
    if (x < this.due) return;
    if (Number.isNaN(this.origin)) {
      this.origin = x;
      this.due = x + FIRST * SPACING;
      return;
    }
    const checkpoint = Math.floor((x - this.origin) / SPACING + ROUNDING);
    this.due = this.origin + (checkpoint + 1) * SPACING;
    this.score(checkpoint, level);
    this.expect(checkpoint, x, ahead);
  }

  private score(checkpoint: number, level: number): void {
    const at = this.origin + checkpoint * SPACING;
    let sum = PRIOR_COUNT * PRIOR_ERROR;
    let count = PRIOR_COUNT;
    for (let row = 0; row < KEPT; row++) {
      const horizon = at - this.rowX[row]!;
      if (checkpoint - this.rows[row]! >= KEPT || horizon < SHORTEST) continue;
      sum += Math.abs(level - this.levels[row * KEPT + (checkpoint % KEPT)]!) / horizon;
      count += 1;
    }
    this.error = sum / count;
  }

  private expect(checkpoint: number, x: number, ahead: LevelAhead): void {
    const row = checkpoint % KEPT;
    this.rows[row] = checkpoint;
    this.rowX[row] = x;
    for (let next = checkpoint + 1; next < checkpoint + KEPT; next++) {
      const horizon = Math.max(this.origin + next * SPACING - x, 0);
      this.levels[row * KEPT + (next % KEPT)] = ahead(horizon);
    }
  }
}

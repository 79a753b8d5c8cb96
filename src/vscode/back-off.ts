/** Seconds before the first new attempt, and at most before any. */
const FIRST = 1;
const LONGEST = 60;
/** Milliseconds of good service after which earlier failures no longer count. */
const FORGIVEN_AFTER = 60_000;

/** How long to wait before what failed is tried again: twice as long each time, until it holds for a while. */
export class BackOff {
  private failures = 0;
  private begunAt = NaN;

  /** An attempt begins. @param now milliseconds */
  begin(now: number): void {
    this.begunAt = now;
  }

  /** The attempt failed. @param now milliseconds @returns seconds to wait */
  fail(now: number): number {
    if (now - this.begunAt > FORGIVEN_AFTER) this.failures = 0;
    return Math.min(LONGEST, FIRST * 2 ** this.failures++);
  }
}

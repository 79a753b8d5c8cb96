/** A metric that comes so often while `steps` stays the same shows that it counts nothing. */
export const REPEATS = 3;
/** Rows that wait at most; so many different metrics at one step are no sign of a length. */
const MOST_WAITING = 64;

/**
 * `steps` may be the count of steps so far, or how many a run or an epoch has: then it is the same in all rows. The
 * first rows wait until that is known; of a log that never tells, nothing is.
 */
export class LengthDoubt<Row> {
  private known: 'count' | 'length' | undefined;
  private value: number | undefined;
  private waiting: Row[] = [];
  private readonly repeats = new Map<string, number>();

  /** @param name without spaces around it */
  static mayBeLength(name: string): boolean {
    return name.length === 5 && name.toLowerCase() === 'steps';
  }

  get isOpen(): boolean {
    return this.known === undefined;
  }

  get isLength(): boolean {
    return this.known === 'length';
  }

  /**
   * @param value of `steps`; @param metrics that the row has values of
   * @returns the rows that can be read now that the doubt is over; none while it goes on
   */
  hold(row: Row, value: number, metrics: readonly string[]): readonly Row[] {
    this.waiting.push(row);
    this.value ??= value;
    for (const metric of metrics) this.repeats.set(metric, (this.repeats.get(metric) ?? 0) + 1);
    if (value !== this.value || this.waiting.length >= MOST_WAITING) this.known = 'count';
    else if (metrics.some((metric) => this.repeats.get(metric)! >= REPEATS)) this.known = 'length';
    if (this.known === undefined) return [];
    const rows = this.waiting;
    this.waiting = [];
    return rows;
  }
}

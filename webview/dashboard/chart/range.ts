/** Collects the extent of what is drawn on one axis, in the axis' own units. */
export class Extent {
  private low = Infinity;
  private high = -Infinity;

  constructor(private readonly log: boolean) {}

  include(value: number): void {
    const at = this.log ? (value > 0 ? Math.log10(value) : NaN) : value;
    if (!Number.isFinite(at)) return;
    if (at < this.low) this.low = at;
    if (at > this.high) this.high = at;
  }

  includeAll(values: Iterable<number>): void {
    for (const value of values) this.include(value);
  }

  /** Includes what only frames the picture: it widens the range at either end by at most `share` of what is there. */
  includeLoosely(values: Iterable<number>, share: number): void {
    const frame = new Extent(this.log);
    frame.includeAll(values);
    if (this.low > this.high || frame.low > frame.high) return;
    const room = (this.high - this.low) * share;
    this.low = Math.min(this.low, Math.max(frame.low, this.low - room));
    this.high = Math.max(this.high, Math.min(frame.high, this.high + room));
  }

  /** The range to show, with a margin on either side; a fallback where there is nothing. */
  range(lowMargin: number, highMargin: number): readonly [number, number] {
    if (this.low > this.high) return [0, 1];
    const size = this.high - this.low;
    if (size === 0) {
      const room = this.log ? 0.3 : Math.max(Math.abs(this.low) * 0.1, 1e-9);
      return [this.low - room, this.high + room];
    }
    return [this.low - size * lowMargin, this.high + size * highMargin];
  }
}

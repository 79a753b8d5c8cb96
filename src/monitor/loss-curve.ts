import type { CurveUpdate } from '../protocol/curves.js';
import { Column } from './columns.js';

/** Points that a view gets at most; beyond it consecutive points share a bucket. */
const CAPACITY = 2400;

/**
 * A run's loss curve: every point, and a decimated copy for drawing that never loses a spike. A bucket holds a power
 * of two of consecutive points and shows the lowest and the highest of them in their order; a non-finite loss is shown
 * before any other. Points are only added, so that a view needs only the buckets after the last complete one.
 */
export class LossCurve {
  readonly step = new Column();
  /** Cumulative data, in samples. */
  readonly data = new Column();
  /** Milliseconds since 1970 UTC; NaN where unknown. */
  readonly time = new Column();
  readonly loss = new Column();
  /** Points per bucket. */
  private width = 1;
  /** Points that views have seen. */
  private shown = 0;

  get length(): number {
    return this.loss.length;
  }

  push(step: number, data: number, time: number, loss: number): void {
    this.step.push(step);
    this.data.push(data);
    this.time.push(time);
    this.loss.push(loss);
  }

  clear(): void {
    for (const column of [this.step, this.data, this.time, this.loss]) column.truncate(0);
    this.width = 1;
    this.shown = 0;
  }

  /** What a view lacks since the last call; undefined when nothing is new. */
  takeUpdate(run: string): CurveUpdate | undefined {
    if (this.shown === this.length) return undefined;
    const firstOpen = Math.floor(this.shown / this.width);
    return this.show(run, this.widen() ? 0 : firstOpen);
  }

  /** The whole decimated curve, for a view that has nothing of it. */
  whole(run: string): CurveUpdate {
    this.widen();
    return this.show(run, 0);
  }

  private show(run: string, firstBucket: number): CurveUpdate {
    this.shown = this.length;
    return this.decimate(run, firstBucket);
  }

  /** Makes the buckets wide enough. @returns whether they became wider */
  private widen(): boolean {
    const before = this.width;
    while ((this.length / this.width) * perBucket(this.width) > CAPACITY) this.width *= 2;
    return this.width !== before;
  }

  private decimate(run: string, firstBucket: number): CurveUpdate {
    const kept: number[] = [];
    for (let start = firstBucket * this.width; start < this.length; start += this.width) {
      const end = Math.min(start + this.width, this.length);
      const low = this.extreme(start, end, -1);
      const high = this.extreme(start, end, 1);
      if (this.width === 1) kept.push(start);
      else kept.push(Math.min(low, high), Math.max(low, high));
    }
    return {
      run,
      from: firstBucket * perBucket(this.width),
      step: Float64Array.from(kept, (i) => this.step.at(i)),
      data: Float64Array.from(kept, (i) => this.data.at(i)),
      time: Float64Array.from(kept, (i) => this.time.at(i)),
      loss: Float64Array.from(kept, (i) => this.loss.at(i)),
    };
  }

  /** Index of the highest (`sign` 1) or lowest (-1) loss of a bucket; a non-finite one comes before all. */
  private extreme(start: number, end: number, sign: 1 | -1): number {
    let best = start;
    for (let i = start; i < end; i++) {
      const loss = this.loss.at(i);
      if (!Number.isFinite(loss)) return i;
      if (sign * loss > sign * this.loss.at(best)) best = i;
    }
    return best;
  }
}

/** A bucket of one point shows it; a larger one shows two. */
function perBucket(width: number): number {
  return width === 1 ? 1 : 2;
}

import type { XAxis } from '../choices.js';
import type { Curve } from '../curve.js';
import { debiasedAverage } from './smoothing.js';

/** A run's curve against one x axis, ready to draw. All columns have one length. */
export interface Series {
  readonly x: Float64Array;
  /** Losses; NaN where the line is interrupted. */
  readonly y: Float64Array;
  readonly smooth: Float64Array;
  /** Index in the run's curve; -1 where there is no point but an interruption. */
  readonly source: Int32Array;
  /** Points whose loss is not a finite number; `y` is the last smoothed loss before, NaN without one. */
  readonly nonFinite: readonly { readonly x: number; readonly y: number; readonly source: number }[];
}

/**
 * Lays a curve against an axis. Points without a place on it (an unknown time) are left out; where x goes back, at a
 * restart, the line is interrupted instead of drawn across.
 */
export function makeSeries(curve: Curve, axis: XAxis, smoothing: number): Series {
  const column = curve[axis];
  const room = column.length + countBreaks(column);
  const x = new Float64Array(room);
  const y = new Float64Array(room);
  const source = new Int32Array(room);
  let length = 0;
  let last = -Infinity;
  for (let i = 0; i < column.length; i++) {
    const at = column[i]!;
    if (!Number.isFinite(at)) continue;
    if (at < last) {
      x[length] = at;
      y[length] = NaN;
      source[length] = -1;
      length += 1;
    }
    last = at;
    x[length] = at;
    y[length] = Number.isFinite(curve.loss[i]!) ? curve.loss[i]! : NaN;
    source[length] = i;
    length += 1;
  }
  const laid = { x: x.subarray(0, length), y: y.subarray(0, length), source: source.subarray(0, length) };
  const smooth = debiasedAverage(laid.y, smoothing);
  return { ...laid, smooth, nonFinite: findNonFinite({ ...laid, smooth }) };
}

function countBreaks(column: Float64Array): number {
  let breaks = 0;
  let last = -Infinity;
  for (const at of column) {
    if (!Number.isFinite(at)) continue;
    if (at < last) breaks += 1;
    last = at;
  }
  return breaks;
}

function findNonFinite({ x, y, smooth, source }: Omit<Series, 'nonFinite'>): Series['nonFinite'] {
  const found: { x: number; y: number; source: number }[] = [];
  let before = NaN;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isNaN(y[i]!)) before = smooth[i]!;
    else if (source[i]! >= 0) found.push({ x: x[i]!, y: before, source: source[i]! });
  }
  return found;
}

/** Makes series and keeps the last one of every curve: most messages bring new points to few runs. */
export class SeriesCache {
  private readonly made = new WeakMap<
    Curve,
    { readonly axis: XAxis; readonly smoothing: number; readonly series: Series }
  >();

  of(curve: Curve, axis: XAxis, smoothing: number): Series {
    const kept = this.made.get(curve);
    if (kept?.axis === axis && kept.smoothing === smoothing) return kept.series;
    const series = makeSeries(curve, axis, smoothing);
    this.made.set(curve, { axis, smoothing, series });
    return series;
  }
}

import { toPixel, type Scale } from '../../shared/chart/scale.js';
import { logTicks } from '../../shared/chart/ticks.js';
import { fractionText } from '../../shared/share-text.js';
import { errorOf, rowOf } from '../errors.js';
import type { Method } from '../methods.js';
import type { AnswerPage } from '../page.js';
import { spread } from './spread.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** One method's line in pixels. */
export interface Line {
  readonly method: Method;
  /** One point a share that has a finite error. */
  readonly points: readonly Point[];
  /** Middle of the label's height; the label begins at the right end of the plot. */
  readonly labelY: number;
}

export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly shares: readonly { readonly fraction: number; readonly x: number }[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly lines: readonly Line[];
  /** Whether the methods' names stand at the ends of their lines; else a legend under the chart has them. */
  readonly isLabelled: boolean;
}

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Of the longest label. */
  readonly labels: number;
  readonly lineHeight: number;
}

/** Errors beyond these are drawn at the edge: one method gone wild must not press the others flat. */
const LEAST = 0.001;
const MOST = 10;

/** Beside a narrower picture the names would leave too little of it. */
const LABELLED = 560;
const MARGIN = { left: 50, top: 10, bottom: 42, gap: 22 } as const;
const TICK_WIDTH = 40;

/** Lays out the error of every method against the share of the data, both on log axes. */
export function layOutChart(page: AnswerPage, size: Size): ChartLayout {
  const { fractions, measure, answer } = page;
  const values = new Map(
    page.methods.map((method) => [
      method.name,
      fractions.map((fraction) => errorOf(rowOf(answer, method.name, fraction), measure)),
    ]),
  );
  const finite = [...values.values()].flat().filter((value) => Number.isFinite(value));
  const left = MARGIN.left;
  const isLabelled = size.width >= LABELLED;
  const right = Math.max(left + 60, size.width - (isLabelled ? size.labels : 0) - MARGIN.gap);
  const bottom = size.height - MARGIN.bottom;
  const x = scaleOver(fractions, left + 8, right - 8);
  const y = errorScale(finite, bottom, MARGIN.top);
  const lines = page.methods.flatMap((method): Line[] => {
    const points = (values.get(method.name) ?? []).flatMap((value, i): Point[] =>
      Number.isFinite(value) ? [{ x: toPixel(x, fractions[i]!), y: clampedPixel(y, value) }] : [],
    );
    const last = points.at(-1);
    return last === undefined ? [] : [{ method, points, labelY: last.y }];
  });
  const labels = spread(
    lines.map(({ labelY }) => labelY),
    size.lineHeight,
    MARGIN.top + size.lineHeight / 2,
    bottom - size.lineHeight / 2,
  );
  const ticks = logTicks(y.low, y.high, (bottom - MARGIN.top) / 38, fractionText);
  return {
    width: size.width,
    height: size.height,
    left,
    right,
    top: MARGIN.top,
    bottom,
    shares: fractions.map((fraction) => ({ fraction, x: toPixel(x, fraction) })),
    xTicks: thinned(
      fractions.map((fraction) => ({ at: toPixel(x, fraction), text: fractionText(fraction) })),
    ),
    yTicks: ticks.values.map((value, i) => ({ at: toPixel(y, value), text: ticks.texts[i] ?? '' })),
    lines: lines.map((line, i) => ({ ...line, labelY: labels[i]! })),
    isLabelled,
  };
}

/** The share closest to a place in the picture. */
export function shareAt({ shares }: ChartLayout, x: number): number {
  return shares.reduce(
    (best, each) => (Math.abs(each.x - x) < Math.abs(best.x - x) ? each : best),
    shares[0]!,
  ).fraction;
}

/** The method whose line, or whose label, is closest to a place in the picture and near it; null for none. */
export function methodAt(
  { lines, right, isLabelled }: ChartLayout,
  { x, y }: Point,
  near: number,
): string | null {
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const { method, points, labelY } of lines) {
    const distance = Math.abs((isLabelled && x > right ? labelY : heightAt(points, x)) - y);
    if (distance <= near && distance < (best?.distance ?? Infinity)) best = { name: method.name, distance };
  }
  return best?.name ?? null;
}

/** NaN before the first and after the last point. */
function heightAt(points: readonly Point[], x: number): number {
  const next = points.findIndex((point) => point.x >= x);
  const [a, b] = [points[next - 1], points[next]];
  if (b === undefined) return NaN;
  if (a === undefined) return b.x - x < 8 ? b.y : NaN;
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

function scaleOver(values: readonly number[], lowPixel: number, highPixel: number): Scale {
  const low = Math.log10(values[0]!);
  const high = Math.log10(values.at(-1)!);
  // A single share stands in the middle.
  const room = high > low ? 0 : 0.5;
  return { low: low - room, high: high + room, log: true, lowPixel, highPixel };
}

function errorScale(values: readonly number[], lowPixel: number, highPixel: number): Scale {
  const logs = values.map((value) => Math.log10(Math.min(Math.max(value, LEAST), MOST)));
  const [low, high] = logs.length === 0 ? [-2, 0] : [Math.min(...logs), Math.max(...logs)];
  const room = Math.max(0.04 * (high - low), 0.05);
  return { low: low - room, high: high + room, log: true, lowPixel, highPixel };
}

function clampedPixel(scale: Scale, value: number): number {
  const pixel = toPixel(scale, Math.max(value, LEAST));
  return Math.min(Math.max(pixel, scale.highPixel), scale.lowPixel);
}

/** Leaves out ticks that would stand on their right neighbour. */
function thinned(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  for (const tick of [...ticks].reverse()) {
    if ((kept.at(-1)?.at ?? Infinity) - tick.at >= TICK_WIDTH) kept.push(tick);
  }
  return kept.reverse();
}

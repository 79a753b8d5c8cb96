import type { Dash } from 'plotly.js-dist';
import type { ForecastCurve } from '../../../src/protocol/curves.js';
import type { RunView } from '../../../src/protocol/runs.js';
import { toPixel, type Scale } from '../../shared/chart/scale.js';
import type { Choices } from '../choices.js';
import { homeLook, type Look } from '../look/look.js';
import { isOpen } from '../verdict.js';
import type { CursorPoint } from './cursor-point.js';
import { visiblePoints } from './decimate.js';
import type { FigureInput } from './figure-input.js';
import { makeFrame, type Frame } from './frame.js';
import { labelTraces, type LabelledRun } from './label-traces.js';
import type { Point } from './labels.js';
import { makeLayout, type ChartLayout } from './layout.js';
import { lineMarkTrace } from './line-marks.js';
import { makeMarks, markObstacles, markTrace } from './marks.js';
import { Extent } from './range.js';
import type { Series } from './series.js';
import { targetPoint, type TargetPoint } from './target.js';
import {
  bandTrace,
  boundsTrace,
  faintTrace,
  forecastTrace,
  lineTrace,
  lonePointTrace,
  nonFiniteTrace,
  rawTrace,
  targetTrace,
  type Trace,
} from './traces.js';

/** Pixels of which up to four points are drawn: Plotly makes several objects for each of them at every redraw. */
const RAW_COLUMN = 2;
/** A moving average has little to lose. */
const SMOOTH_COLUMN = 4;

export interface Figure {
  readonly traces: Trace[];
  readonly layout: ChartLayout;
  readonly frame: Frame;
  /** What the cursor can stand on, by run, in the order of the strong runs. */
  readonly cursor: ReadonlyMap<string, readonly CursorPoint[]>;
  readonly labels: ReadonlyMap<string, Point>;
  /** Points that a log axis has no place for, in the runs drawn strongly. */
  readonly offAxis: number;
}

interface Drawn {
  readonly run: RunView;
  readonly series: Series;
  readonly colour: string;
  readonly mark: number;
  readonly forecasts: readonly (ForecastCurve & { readonly dash: Dash })[];
  readonly target: TargetPoint | null;
}

/** Composes the whole picture: pure, so that it can be tested without a page. */
export function makeFigure(input: FigureInput): Figure {
  const strong = input.strong.flatMap((id) => drawnRun(input, id) ?? []);
  const frame = makeFrame(input, axisRanges(input, strong));
  const traces: Trace[] = faintTraces(input, frame);
  const cursor = new Map<string, CursorPoint[]>();
  const labelled: LabelledRun[] = [];
  const lines: Trace[] = [];
  for (const drawn of strong) {
    const { series, colour, run } = drawn;
    const x = pixels(series.x, frame.x);
    const shown = visiblePoints(x, series.smooth, frame.x.highPixel, SMOOTH_COLUMN);
    const raw = visiblePoints(x, series.y, frame.x.highPixel, RAW_COLUMN);
    const emphasis = run.id === input.highlighted ? 1 : 0;
    const [band, ...others] = drawn.forecasts.filter((forecast) => forecast.lower.length > 0);
    if (band !== undefined) traces.push(bandTrace(band, input.choices.xAxis, colour, input.theme));
    for (const other of others) traces.push(boundsTrace(other, input.choices.xAxis, colour));
    if (input.choices.smoothing > 0) traces.push(rawTrace(series, raw, colour, emphasis));
    lines.push(lineTrace(series, input.choices.smoothing > 0 ? shown : raw, colour, emphasis));
    if (series.nonFinite.length > 0)
      lines.push(lonePointTrace(series, raw, colour), nonFiniteTrace(series, input.theme));
    for (const forecast of drawn.forecasts)
      lines.push(forecastTrace(forecast, input.choices.xAxis, colour, emphasis));
    cursor.set(run.id, cursorPoints(drawn, raw, x, frame, input));
    const ahead = drawn.forecasts.map((forecast) => thin(forecastPoints(forecast, input, frame)));
    labelled.push({
      ...drawn,
      line: linePoints(series, shown, x, frame.y),
      lead: ahead[0] ?? [],
      ahead: ahead.flat(),
    });
  }
  const marks = makeMarks(strong, frame, input);
  traces.push(...lines, targetTrace(strong));
  if (labelled.some(({ mark }) => mark > 0)) traces.push(lineMarkTrace(labelled, frame));
  traces.push(markTrace(marks, frame, input.theme));
  const { trace, places } = labelTraces(labelled, frame, input, markObstacles(marks));
  traces.push(trace);
  return {
    traces,
    layout: makeLayout(input, frame, strong, marks),
    frame,
    cursor,
    labels: places,
    offAxis: countOffAxis(strong, input.choices),
  };
}

function drawnRun(input: FigureInput, id: string): Drawn | undefined {
  const run = input.state.runs.find((candidate) => candidate.id === id);
  const curve = input.curves.get(id);
  if (run === undefined || curve === undefined) return undefined;
  const look = lookOf(run, input);
  const all = isOpen(run) ? (input.forecasts.get(id) ?? []) : [];
  const forecasts = input.methods.flatMap(({ id: method, dash }) =>
    all.filter((forecast) => forecast.method === method).map((forecast) => ({ ...forecast, dash })),
  );
  return {
    run,
    series: input.series.of(curve, input.choices.xAxis, input.choices.smoothing),
    colour: input.theme.runs[look.colour]!,
    mark: look.mark,
    forecasts,
    target: targetPoint(run, all, input.choices.xAxis, input.now),
  };
}

/** What the axes must show: the strong runs with all their spikes, forecasts and targets; bands only frame it. */
function axisRanges(
  input: FigureInput,
  strong: readonly Drawn[],
): { readonly x: readonly [number, number]; readonly y: readonly [number, number] } {
  const { choices } = input;
  if (choices.zoom !== null) return choices.zoom;
  const x = new Extent(choices.logX && choices.xAxis !== 'time');
  const y = new Extent(choices.logY);
  for (const { series, forecasts, target } of strong) {
    x.includeAll(series.x);
    y.includeAll(series.y);
    for (const forecast of forecasts) {
      x.includeAll(forecast[choices.xAxis]);
      y.includeAll(forecast.loss);
    }
    if (target === null) continue;
    x.include(target.x);
    y.include(target.loss);
  }
  for (const { forecasts } of strong) {
    const band = forecasts.find((forecast) => forecast.lower.length > 0);
    if (band !== undefined) y.includeLoosely([...band.lower, ...band.upper], 0.12);
  }
  if (strong.length === 0) {
    for (const curve of input.curves.values()) {
      const series = input.series.of(curve, choices.xAxis, choices.smoothing);
      x.includeAll(series.x);
      y.includeAll(series.smooth);
    }
  }
  return { x: x.range(0, strong.length === 0 ? 0.02 : 0.06), y: y.range(0.06, 0.04) };
}

/** The runs that are not strong: one trace for each colour, whatever their number. */
function faintTraces(input: FigureInput, frame: Frame): Trace[] {
  const strong = new Set(input.strong);
  const byColour = new Map<number, { readonly x: number[]; readonly y: number[] }>();
  for (const run of input.state.runs) {
    const curve = input.curves.get(run.id);
    if (strong.has(run.id) || curve === undefined) continue;
    const series = input.series.of(curve, input.choices.xAxis, input.choices.smoothing);
    const index = lookOf(run, input).colour;
    const points = byColour.get(index) ?? { x: [], y: [] };
    byColour.set(index, points);
    for (const i of visiblePoints(
      pixels(series.x, frame.x),
      series.smooth,
      frame.x.highPixel,
      SMOOTH_COLUMN,
    )) {
      points.x.push(series.x[i]!);
      points.y.push(series.smooth[i]!);
    }
    points.x.push(points.x.at(-1) ?? 0);
    points.y.push(NaN);
  }
  return [...byColour].map(([index, { x, y }]) => faintTrace(x, y, input.theme.runs[index]!));
}

function lookOf(run: RunView, { looks }: FigureInput): Look {
  return looks.get(run.id) ?? homeLook(run.colour);
}

function pixels(values: Float64Array, scale: Scale): Float64Array {
  return values.map((value) => toPixel(scale, value));
}

/** Points of the smoothed line, for placing labels beside it. */
function linePoints(series: Series, shown: readonly number[], x: Float64Array, scale: Scale): Point[] {
  const points: Point[] = [];
  for (const i of shown) {
    const point = { x: x[i]!, y: toPixel(scale, series.smooth[i]!) };
    if (!Number.isNaN(point.y)) points.push(point);
  }
  return thin(points);
}

/** Labels need to know where a line runs, not each of its points. */
function thin(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) if (point.x - (kept.at(-1)?.x ?? -Infinity) >= 6) kept.push(point);
  return kept;
}

function forecastPoints(forecast: ForecastCurve, input: FigureInput, frame: Frame): Point[] {
  const at = forecast[input.choices.xAxis];
  return Array.from(forecast.loss, (loss, i) => ({
    x: toPixel(frame.x, at[i]!),
    y: toPixel(frame.y, loss),
  }));
}

function cursorPoints(
  { run, series, forecasts }: Drawn,
  raw: readonly number[],
  x: Float64Array,
  frame: Frame,
  input: FigureInput,
): CursorPoint[] {
  const points: CursorPoint[] = [];
  for (const i of raw) {
    if (series.source[i]! < 0) continue;
    const loss = series.y[i]!;
    points.push({
      run: run.id,
      kind: 'report',
      index: series.source[i]!,
      smoothed: series.smooth[i]!,
      x: x[i]!,
      y: toPixel(frame.y, loss),
    });
  }
  const [forecast] = forecasts;
  if (forecast === undefined) return points;
  for (const [index, { x: at, y }] of forecastPoints(forecast, input, frame).entries()) {
    points.push({ run: run.id, kind: 'forecast', index, smoothed: NaN, x: at, y });
  }
  return points;
}

function countOffAxis(strong: readonly Drawn[], { logX, logY, xAxis }: Choices): number {
  let count = 0;
  for (const { series } of strong) {
    for (let i = 0; i < series.x.length; i++) {
      if ((logX && xAxis !== 'time' && series.x[i]! <= 0) || (logY && series.y[i]! <= 0)) count += 1;
    }
  }
  return count;
}

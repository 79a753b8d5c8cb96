import type { Dash, Data } from 'plotly.js-dist';
import type { ForecastCurve } from '../../../src/protocol/curves.js';
import { withAlpha, type ChartTheme } from '../../shared/theme.js';
import type { XAxis } from '../choices.js';
import type { Series } from './series.js';
import type { TargetPoint } from './target.js';

export type Trace = Extract<Data, { type?: 'scatter' }>;

/** Pixels: half the length of the bar that marks a target. */
export const TARGET_BAR = 17;

const COMMON = { type: 'scatter', hoverinfo: 'skip', connectgaps: false } as const;

/** Every point of a strong run, thin and faint, so that each spike stays visible behind the moving average. */
export function rawTrace(series: Series, shown: readonly number[], colour: string, emphasis: number): Trace {
  return {
    ...COMMON,
    mode: 'lines',
    x: shown.map((i) => series.x[i]!),
    y: shown.map((i) => series.y[i]!),
    line: { color: colour, width: 1 },
    opacity: emphasis > 0 ? 0.55 : 0.38,
  };
}

export function lineTrace(series: Series, shown: readonly number[], colour: string, emphasis: number): Trace {
  return {
    ...COMMON,
    mode: 'lines',
    x: shown.map((i) => series.x[i]!),
    y: shown.map((i) => series.smooth[i]!),
    line: { color: colour, width: 2 + emphasis },
  };
}

/** Points between two gaps: a line alone would not show them. */
export function lonePointTrace(series: Series, shown: readonly number[], colour: string): Trace {
  const lone = shown.filter((point, at) => {
    const isPoint = (i: number | undefined): boolean => i !== undefined && !Number.isNaN(series.y[i]!);
    return isPoint(point) && !isPoint(shown[at - 1]) && !isPoint(shown[at + 1]);
  });
  return {
    ...COMMON,
    mode: 'markers',
    x: lone.map((i) => series.x[i]!),
    y: lone.map((i) => series.y[i]!),
    marker: { color: colour, size: 4 },
  };
}

/** Crosses where a loss was NaN or infinite, at the height of the line before. */
export function nonFiniteTrace(series: Series, theme: ChartTheme): Trace {
  const marks = series.nonFinite.filter(({ y }) => !Number.isNaN(y));
  return {
    ...COMMON,
    mode: 'markers',
    x: marks.map(({ x }) => x),
    y: marks.map(({ y }) => y),
    marker: {
      symbol: 'x-thin',
      size: 8,
      // In the run's own colour they would vanish in its line.
      line: { color: theme.foreground, width: 1.5 },
    },
  };
}

export function forecastTrace(
  forecast: ForecastCurve & { readonly dash: Dash },
  axis: XAxis,
  colour: string,
  emphasis: number,
): Trace {
  return {
    ...COMMON,
    mode: 'lines',
    x: forecast[axis],
    y: forecast.loss,
    line: { color: colour, width: 1.75 + emphasis * 0.75, dash: forecast.dash },
  };
}

/** The 80 % interval of a forecast. */
export function bandTrace(forecast: ForecastCurve, axis: XAxis, colour: string, theme: ChartTheme): Trace {
  const at = forecast[axis];
  return {
    ...COMMON,
    mode: 'lines',
    x: [...at, ...at.toReversed()],
    y: [...forecast.upper, ...forecast.lower.toReversed()],
    line: { width: theme.highContrast ? 1 : 0, color: withAlpha(colour, 0.5) },
    fill: 'toself',
    fillcolor: withAlpha(colour, theme.highContrast ? 0.12 : 0.16),
  };
}

/** The 80 % interval of a further forecast: its bounds alone, so that bands do not hide each other. */
export function boundsTrace(
  forecast: ForecastCurve & { readonly dash: Dash },
  axis: XAxis,
  colour: string,
): Trace {
  const at = forecast[axis];
  return {
    ...COMMON,
    mode: 'lines',
    x: [...at, null, ...at],
    y: [...forecast.upper, null, ...forecast.lower],
    line: { color: withAlpha(colour, 0.55), width: 1, dash: forecast.dash },
  };
}

/** All runs of one colour that are not strong, interrupted between them. */
export function faintTrace(x: readonly number[], y: readonly number[], colour: string): Trace {
  return {
    ...COMMON,
    mode: 'lines',
    x: [...x],
    y: [...y],
    line: { color: colour, width: 1 },
    opacity: 0.28,
  };
}

/** Targets as short bars of one length, whatever the axes. */
export function targetTrace(
  runs: readonly { readonly target: TargetPoint | null; readonly colour: string }[],
): Trace {
  const shown = runs.flatMap(({ target, colour }) => (target === null ? [] : [{ ...target, colour }]));
  const colours = shown.map(({ colour }) => colour);
  return {
    ...COMMON,
    mode: 'markers',
    x: shown.map(({ x }) => x),
    y: shown.map(({ loss }) => loss),
    marker: {
      symbol: 'line-ew',
      size: TARGET_BAR,
      color: colours,
      line: { color: colours, width: 3 },
    },
    cliponaxis: false,
  };
}

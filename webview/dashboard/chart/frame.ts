import type { Scale } from '../../shared/chart/scale.js';
import {
  countText,
  linearTicks,
  logTicks,
  lossText,
  timeTicks,
  type Ticks,
} from '../../shared/chart/ticks.js';
import type { FigureInput } from './figure-input.js';

/** The plot's place in the chart, its scales and their ticks. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Pixels from the plot's left end. */
  readonly x: Scale;
  /** Pixels from the plot's top. */
  readonly y: Scale;
  readonly xTicks: Ticks;
  readonly yTicks: Ticks;
}

const RIGHT = 12;
const TOP = 6;
/** Widths of a tick's text that its neighbours leave free. */
const X_TICK_ROOM = 76;
const Y_TICK_ROOM = 52;

export function makeFrame(
  input: Pick<FigureInput, 'choices' | 'width' | 'height' | 'theme' | 'measure'>,
  ranges: { readonly x: readonly [number, number]; readonly y: readonly [number, number] },
): Frame {
  const { choices, theme } = input;
  const bottom = Math.round(theme.fontSize * 3.7);
  const height = Math.max(20, input.height - TOP - bottom);
  const yTicks = (choices.logY ? logTicks : linearTicks)(
    ranges.y[0],
    ranges.y[1],
    height / Y_TICK_ROOM,
    lossText,
  );
  const widest = Math.max(0, ...yTicks.texts.map((text) => input.measure(text, false)));
  const left = Math.ceil(Math.max(28, widest) + 10);
  const width = Math.max(20, input.width - left - RIGHT);
  const logX = choices.logX && choices.xAxis !== 'time';
  return {
    left,
    top: TOP,
    right: RIGHT,
    bottom,
    x: { low: ranges.x[0], high: ranges.x[1], log: logX, lowPixel: 0, highPixel: width },
    y: { low: ranges.y[0], high: ranges.y[1], log: choices.logY, lowPixel: height, highPixel: 0 },
    xTicks: xTicksOf(ranges.x, logX, choices.xAxis === 'time', width / X_TICK_ROOM),
    yTicks,
  };
}

function xTicksOf([low, high]: readonly [number, number], log: boolean, time: boolean, count: number): Ticks {
  if (time) return timeTicks(low, high, count);
  return log ? logTicks(low, high, count, countText) : linearTicks(low, high, count, countText);
}

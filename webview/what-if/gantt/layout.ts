import { durationTicks, type DurationTick } from './duration-ticks.js';
import type { Stretch } from './stretches.js';

/** Pixels of a task's line. */
export const LINE = 17;
/** Pixels of the time axis below the lines. */
export const AXIS = 22;
const BAR = 11;
const TICK_WIDTH = 74;
/** A stretch is drawn at least this wide and this high: short ones must not vanish. */
const LEAST = 1;

export interface Lane {
  /** The task's bars as one path. */
  readonly bars: string;
  /** Top of the line, and where its bars stand. */
  readonly top: number;
  readonly base: number;
  /** Pixel of the deadline. */
  readonly deadline: number;
  /** Pixel of the moment when the target was reached; NaN where it was not. */
  readonly reached: number;
  /** Middle of the line. */
  readonly middle: number;
}

export interface GanttLayout {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  readonly ticks: readonly (DurationTick & { readonly x: number })[];
}

/**
 * Lays out who had the machine when; the height of a bar is the share of the machine.
 * @param reachedAt when each task reached its target, NaN where it did not; it, deadlines and horizon in seconds
 */
export function layOutGantt(
  stretches: readonly (readonly Stretch[])[],
  deadlines: readonly number[],
  reachedAt: readonly number[],
  horizon: number,
  width: number,
): GanttLayout {
  const scale = horizon > 0 ? (width - 1) / horizon : 0;
  const lanes = stretches.map((own, i): Lane => {
    const top = i * LINE;
    const base = top + (LINE + BAR) / 2;
    return {
      top,
      base,
      middle: top + LINE / 2,
      bars: barsPath(own, base, scale),
      deadline: (deadlines[i] ?? NaN) * scale,
      reached: (reachedAt[i] ?? NaN) * scale,
    };
  });
  return {
    width,
    height: stretches.length * LINE + AXIS,
    lanes,
    ticks: durationTicks(horizon, width / TICK_WIDTH).map((tick) => ({ ...tick, x: tick.at * scale })),
  };
}

function barsPath(stretches: readonly Stretch[], base: number, scale: number): string {
  let path = '';
  for (const { start, end, share } of stretches) {
    const length = Math.max(LEAST, (end - start) * scale);
    const height = rounded(Math.max(LEAST, share * BAR));
    path += `M${rounded(start * scale)} ${rounded(base)}v${-height}h${rounded(length)}v${height}z`;
  }
  return path;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

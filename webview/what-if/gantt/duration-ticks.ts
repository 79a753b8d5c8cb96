import { formatDuration } from '../../../src/base/duration.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[2, 5, 10, 20, 50, 100].map((days) => days * DAY),
];

export interface DurationTick {
  /** Seconds after the start. */
  readonly at: number;
  readonly text: string;
}

/** Ticks at round durations from the start to `horizon` seconds, at most `count` of them after the first. */
export function durationTicks(horizon: number, count: number): DurationTick[] {
  const least = horizon / Math.max(1, count);
  const step = STEPS.find((candidate) => candidate >= least) ?? Math.ceil(least / DAY) * DAY;
  const ticks: DurationTick[] = [];
  for (let i = 0; i * step <= horizon; i++) {
    ticks.push({ at: i * step, text: i === 0 ? '0' : formatDuration(i * step) });
  }
  return ticks;
}

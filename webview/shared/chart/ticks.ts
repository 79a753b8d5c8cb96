import { formatClock } from '../../../src/base/clock-format.js';
import { formatCount } from '../../../src/base/count-format.js';
import { formatLoss } from '../../../src/base/number-format.js';

/** Places on an axis with their texts. */
export interface Ticks {
  readonly values: readonly number[];
  readonly texts: readonly string[];
}

/** Ticks at multiples of 1, 2 or 5 powers of ten. @param count how many fit */
export function linearTicks(
  low: number,
  high: number,
  count: number,
  format: (value: number) => string,
): Ticks {
  const step = niceStep((high - low) / Math.max(1, count));
  if (!(step > 0) || !Number.isFinite(step)) return { values: [], texts: [] };
  const values: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    // Multiples of a tenth are not exact: 3 * 0.1 would be written 0.30000000000000004.
    values.push(Number((i * step).toPrecision(12)));
  }
  return { values, texts: values.map(format) };
}

/** Digits of every decade, from few to many; the last only where the others leave an axis nearly bare. */
const LOG_DIGITS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]] as const;
const NEARLY_BARE = 4;

/**
 * Ticks of a log axis: the decades, and as many digits of each as fit, or every few decades; on less than two octaves
 * as on a linear axis. @param low @param high decimal logarithms
 */
export function logTicks(low: number, high: number, count: number, format: (value: number) => string): Ticks {
  const decades = high - low;
  if (decades < 0.6) return linearTicks(10 ** low, 10 ** high, count, format);
  // Somewhat closer than `count` is still no crowd, and better than an axis with a single number.
  const most = Math.max(1, count * 1.3);
  let every = 1;
  let values = logValues(low, high, every, LOG_DIGITS[0]);
  while (values.length > most) values = logValues(low, high, ++every, LOG_DIGITS[0]);
  for (const digits of LOG_DIGITS.slice(1)) {
    const denser = logValues(low, high, 1, digits);
    const isNeeded = digits.length <= 3 || values.length < NEARLY_BARE;
    if (isNeeded && denser.length <= most) values = denser;
  }
  return { values, texts: values.map(format) };
}

function logValues(low: number, high: number, every: number, digits: readonly number[]): number[] {
  const values: number[] = [];
  for (let exponent = Math.floor(low / every) * every; exponent <= high; exponent += every) {
    for (const digit of digits) {
      const value = Number(`${digit}e${exponent}`);
      const at = Math.log10(value);
      if (at >= low && at <= high) values.push(value);
    }
  }
  return values;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS: readonly number[] = [
  ...[1, 5, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];

/** Ticks at round local times. @param low @param high milliseconds since 1970 UTC */
export function timeTicks(low: number, high: number, count: number): Ticks {
  const least = (high - low) / Math.max(1, count);
  const step = TIME_STEPS.find((candidate) => candidate >= least) ?? niceStep(least / DAY) * DAY;
  const offset = new Date(low).getTimezoneOffset() * MINUTE;
  const values: number[] = [];
  for (let i = Math.ceil((low - offset) / step); i * step + offset <= high; i++)
    values.push(i * step + offset);
  return { values, texts: values.map((value, i) => timeText(value, values[i - 1], step)) };
}

/** A clock; with the day at the first tick of each. */
function timeText(time: number, previous: number | undefined, step: number): string {
  const date = new Date(time);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  if (step >= DAY) return day;
  const clock = formatClock(time, time, step < MINUTE);
  const isNewDay = previous !== undefined && new Date(previous).getDate() !== date.getDate();
  return isNewDay ? `${clock}<br>${day}` : clock;
}

export const countText = formatCount;

/** Losses on an axis need fewer digits than in a table. */
export function lossText(value: number): string {
  return formatLoss(value, 4);
}

function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = [1, 2, 5].find((candidate) => candidate * power >= least * 0.999) ?? 10;
  return digit * power;
}

const DAY = 86_400_000;

/**
 * Writes a time as the local 24-hour clock shows it (`14:02`), with the day where it is not `now`'s (`Tue 09:10`,
 * `12 Mar 09:10`). Both are milliseconds since 1970 UTC. @param seconds whether to write them too (`14:02:09`)
 */
export function formatClock(time: number, now: number, seconds = false): string {
  if (!Number.isFinite(time)) return '–';
  const date = new Date(time);
  const minutes = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  const clock = seconds ? `${minutes}:${pad(date.getSeconds())}` : minutes;
  if (date.toDateString() === new Date(now).toDateString()) return clock;
  const near = Math.abs(time - now) < 6 * DAY;
  const day = date.toLocaleDateString(
    'en-GB',
    near ? { weekday: 'short' } : { day: 'numeric', month: 'short' },
  );
  return `${day} ${clock}`;
}

/** Spans below this many milliseconds are written to the second: their ends may lie in the same minute. */
const SHORT_SPAN = 180_000;

/** Writes both ends of a span of time, with seconds where it is short (`14:02`, `15:10`; `14:02:09`, `14:02:29`). */
export function formatSpan(from: number, until: number, now: number): readonly [from: string, until: string] {
  const isShort = Math.abs(until - from) < SHORT_SPAN;
  return [formatClock(from, now, isShort), formatClock(until, now, isShort)];
}

/** Writes seconds that run down as a stopwatch shows them (`6:42`, `1:05:09`); never below zero. */
export function formatCountdown(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = pad(whole % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

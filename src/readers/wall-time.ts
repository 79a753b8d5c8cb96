/** 2001-09-09 and 2096-10-02: between them a number in a time field counts as seconds since 1970. */
const EARLIEST = 1e9;
const LATEST = 4e9;

/**
 * Seconds since 1970 UTC from a field that may hold seconds or milliseconds since then, or something else (seconds
 * since the start, for example).
 * @returns undefined where the number is no plausible time of day and year
 */
export function wallTimeFromNumber(value: number): number | undefined {
  if (value >= EARLIEST && value < LATEST) return value;
  if (value >= EARLIEST * 1000 && value < LATEST * 1000) return value / 1000;
  return undefined;
}

const DATE_AND_TIME =
  /(\d{4})[-/](\d\d)[-/](\d\d)[T _,](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[-+]\d\d:?\d\d)?/y;

/**
 * Reads a date with a time of day at an index of a text. Logs write local time, mostly without saying so: a time
 * without a zone is taken in the zone of this machine, as the run's own machine most often is this one.
 * @returns seconds since 1970 UTC and the index behind the time
 */
export function parseDateAndTime(text: string, at: number): { seconds: number; end: number } | undefined {
  DATE_AND_TIME.lastIndex = at;
  const match = DATE_AND_TIME.exec(text);
  if (match === null) return undefined;
  const zone = match[8];
  const inHour = Number(match[5]) * 60 + Number(match[6]);
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`);
  const hour = zone === undefined ? localHour(match) : utcHour(match) - zoneOffset(zone) / 1000;
  return { seconds: hour + inHour + fraction, end: DATE_AND_TIME.lastIndex };
}

/** The hour of the last time without a zone: the calendar of a zone is slow to ask, and logs go on for hours. */
const lastHour = { text: '', seconds: NaN };

/** Seconds at which an hour of this machine's zone begins; the zone's clock is set on the hour. */
function localHour(match: RegExpExecArray): number {
  const text = match[0].slice(0, HOUR_LENGTH);
  if (text !== lastHour.text) {
    lastHour.text = text;
    lastHour.seconds =
      new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]), Number(match[4])).getTime() / 1000;
  }
  return lastHour.seconds;
}

function utcHour(match: RegExpExecArray): number {
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), Number(match[4])) / 1000;
}

/** Length of `2024-01-01 00`. */
const HOUR_LENGTH = 13;

function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

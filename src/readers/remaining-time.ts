/** Cheap test before the patterns are tried. */
const HINT = /eta|remaining|left/i;
const LABEL = /(?<![\w.])(?:eta|remaining(?:[ _]time)?|time[ _](?:left|remaining))[:=\]) ]*(?=\d)/gi;
/** `0:33:40`, `05:40`, `1 day, 2:03:04`. */
const CLOCK = /(?:(\d+) days?,? )?(?:(\d+):)?(\d+):(\d\d)(?:\.\d+)?(?![\d:])/y;
/** `55.2s`, `1h 12m`, `4 days`. */
const AMOUNT = /(\d+(?:\.\d+)?) ?([a-zµ]+)(?![\w/])[, ]*/iy;

const SECONDS: ReadonlyMap<string, number> = new Map(
  (
    [
      [86_400, 'd day days'],
      [3600, 'h hr hrs hour hours'],
      [60, 'm min mins minute minutes'],
      [1, 's sec secs second seconds'],
      [1e-3, 'ms'],
      [1e-6, 'us µs'],
    ] as const
  ).flatMap(([seconds, units]) => units.split(' ').map((unit) => [unit, seconds] as const)),
);

/**
 * The time that a line says is still to go, where it is written as a time: `eta: 1` may be a learning rate.
 * @returns seconds, and where the line speaks of it; undefined where it does not
 */
export function remainingTime(line: string): { seconds: number; at: number } | undefined {
  if (!HINT.test(line)) return undefined;
  for (const { 0: label, index } of line.matchAll(LABEL)) {
    const seconds = clockAt(line, index + label.length) ?? amountsAt(line, index + label.length);
    if (seconds !== undefined) return { seconds, at: index };
  }
  return undefined;
}

/** A field that holds the time to go as a text; as a number it may be anything, a learning rate for one. */
const FIELD = /(?:^|[./_ ])(?:eta|remaining(?:[ _]time)?|time[ _](?:left|remaining))$/i;

/** Whether a field of a table or a JSON line may say how long the run will still take. */
export function mayTellRemainingTime(name: string): boolean {
  return FIELD.test(name);
}

/** The time that such a field's text says, in seconds; undefined where it says none. */
export function remainingSeconds(text: string): number | undefined {
  const trimmed = text.trim();
  return clockAt(trimmed, 0) ?? amountsAt(trimmed, 0);
}

function clockAt(line: string, at: number): number | undefined {
  CLOCK.lastIndex = at;
  const match = CLOCK.exec(line);
  if (match === null) return undefined;
  const [days, hours, minutes, seconds] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0)) as [number, number, number, number];
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function amountsAt(line: string, at: number): number | undefined {
  let sum: number | undefined;
  AMOUNT.lastIndex = at;
  for (let match = AMOUNT.exec(line); match !== null; match = AMOUNT.exec(line)) {
    const unit = SECONDS.get(match[2]!.toLowerCase());
    if (unit === undefined) break;
    sum = (sum ?? 0) + Number(match[1]) * unit;
  }
  return sum;
}

const TIME_OF_DAY = /(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)(?:[.,](\d+))?/;

/** The first time of day in a text, in seconds; undefined where there is none. */
export function timeOfDay(text: string): number | undefined {
  const match = TIME_OF_DAY.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = match.slice(1, 4).map(Number) as [number, number, number];
  return (hours * 60 + minutes) * 60 + seconds + Number(`0.${match[4] ?? '0'}`);
}

/**
 * VS Code passes messages to a page as JSON, where NaN and the infinities become null; only typed arrays keep them.
 * Messages therefore spell such numbers as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
 */

/** Copies a message for the way to a page: non-finite numbers become strings, typed arrays stay. */
export function encodeNumbers(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(encodeNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeNumbers(item)]));
}

/** Fields that hold one number, wherever they stand in a message. */
const SCALARS: ReadonlySet<string> = new Set([
  ...['target', 'begin', 'deadline', 'dataRate'],
  ...['probability', 'relativeError', 'timeToTarget', 'reachedAt', 'requiredRate', 'predictedRate', 'score'],
  ...['lastReportAt', 'usualSilence', 'remainingTime', 'length', 'from', 'until'],
]);
/** Fields that hold a number in one place and a column of numbers in another. */
const SCALARS_OR_COLUMNS: ReadonlySet<string> = new Set(['step', 'data', 'time', 'loss']);
/** Fields that hold a few numbers, or null for none. */
const LISTS: ReadonlySet<string> = new Set(['recent', 'interval80', 'timeToTarget80']);
/** Fields that hold a column of numbers. */
const COLUMNS: ReadonlySet<string> = new Set(['lower', 'upper']);

/** Restores the numbers of a message to the dashboard; a null or missing number reads as NaN, a list as a column. */
export function decodeNumbers(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(decodeNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeField(key, item)]));
}

function decodeField(key: string, value: unknown): unknown {
  if (COLUMNS.has(key)) return columnFrom(value);
  if (SCALARS_OR_COLUMNS.has(key)) return isColumn(value) ? columnFrom(value) : numberFrom(value);
  if (SCALARS.has(key)) return numberFrom(value);
  if (LISTS.has(key)) return isColumn(value) ? Array.from(value, numberFrom) : value;
  return decodeNumbers(value);
}

function isColumn(value: unknown): value is ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(value) || value instanceof Float64Array;
}

function columnFrom(value: unknown): Float64Array {
  if (value instanceof Float64Array) return value;
  return Array.isArray(value) ? Float64Array.from(value, numberFrom) : new Float64Array();
}

function numberFrom(value: unknown): number {
  if (typeof value === 'number') return value;
  return value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : NaN;
}

/**
 * VS Code passes messages to a page as JSON, where NaN and the infinities become null; only typed arrays keep them.
 * Messages therefore carry such a number as an object that says so, wherever it stands.
 */
interface SpeltNumber {
  readonly $number: string;
}

/** Copies a message for the way to a page: non-finite numbers are spelt, typed arrays stay. */
export function encodeNumbers(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : ({ $number: String(value) } satisfies SpeltNumber);
  }
  return mapped(value, encodeNumbers);
}

/** Restores what `encodeNumbers` spelt. */
export function decodeNumbers(value: unknown): unknown {
  return isSpelt(value) ? Number(value.$number) : mapped(value, decodeNumbers);
}

function isSpelt(value: unknown): value is SpeltNumber {
  return typeof value === 'object' && value !== null && '$number' in value;
}

/** A copy of a list or an object with every item mapped; anything else as it is. */
function mapped(value: unknown, map: (item: unknown) => unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(map);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(item)]));
}

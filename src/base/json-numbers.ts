/**
 * JSON with the numbers that JSON lacks: NaN and infinities are written as the strings
 * `"NaN"`, `"Infinity"`, `"-Infinity"`; typed arrays are written as arrays.
 */
export function stringifyJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) => {
      if (typeof item === 'number' && !Number.isFinite(item)) return String(item);
      if (item instanceof Float64Array) return Array.from(item);
      return item;
    },
    indent,
  );
}

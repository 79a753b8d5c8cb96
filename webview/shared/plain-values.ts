/** Reads values of unknown shape; what is not there reads as nothing: no text, NaN, no items. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function itemsOf<T>(value: unknown, read: (item: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(read) : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Messages spell the numbers that JSON lacks as strings. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return value === 'Infinity' ? Infinity : value === '-Infinity' ? -Infinity : NaN;
}

export function numberOrNullOf(value: unknown): number | null {
  return value === null || value === undefined ? null : numberOf(value);
}

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

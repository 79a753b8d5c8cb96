/** A cost in microseconds, as people say it (`0.7 µs`, `12 µs`, `1.2 ms`, `3 s`). */
export function costText(microseconds: number): string {
  if (!Number.isFinite(microseconds)) return '–';
  const units = [
    [1, 'µs'],
    [1e3, 'ms'],
    [1e6, 's'],
  ] as const;
  const [size, unit] = units.findLast(([least]) => microseconds >= least) ?? units[0];
  const value = microseconds / size;
  return `${value < 9.95 ? Number(value.toPrecision(2)) : Math.round(value)} ${unit}`;
}

const UNITS: readonly (readonly [size: number, suffix: string])[] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Writes a count in three significant digits, as axes and captions do (`840`, `12.4k`, `1.87M`). */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  // 999.6 would round to a fourth digit before the unit changes.
  const unit = UNITS.find(([least]) => size >= least * 0.9995);
  if (unit === undefined) return String(Number(value.toPrecision(3)));
  return `${Number((value / unit[0]).toPrecision(3))}${unit[1]}`;
}

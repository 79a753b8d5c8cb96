/**
 * A quantile of numbers by linear interpolation between order statistics; NaN of none.
 * @param values in any order; not changed. Infinities sort to the ends, NaN is not allowed
 * @param level in [0, 1]
 */
export function quantile(values: readonly number[], level: number): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const share = place - below;
  // An infinite neighbour with no share in the result must not turn it into NaN.
  return share === 0 || low === high ? low : low + share * (high - low);
}

/** The mean of numbers; NaN of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard error of the mean; NaN for fewer than two values. */
export function standardErrorOf(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/**
 * Whether one list is higher than another in the mean by more than chance: twice the standard error of the paired
 * differences. Policies meet the same continuations, which is why pairs are compared.
 */
export function isClearlyHigher(higher: readonly number[], lower: readonly number[]): boolean {
  const differences = higher.map((value, i) => value - (lower[i] ?? NaN));
  const error = standardErrorOf(differences);
  return meanOf(differences) > (Number.isNaN(error) ? Infinity : 2 * error);
}

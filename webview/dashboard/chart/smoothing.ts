/** The window may reach back over this share of what was seen so far. */
const REACH = 1 / 8;

/**
 * Exponential moving average without the bias to a start value: every value is a weighted mean of what was seen so far,
 * with weights that sum to one. At the beginning the past weighs less: a fixed window would lag a whole decade behind
 * the steep start of a curve on logarithmic axes. A value that is not finite leaves a gap and is not averaged.
 * @param weight of the past, from 0 (no smoothing) to below 1
 */
export function debiasedAverage(values: Float64Array, weight: number): Float64Array {
  const averaged = new Float64Array(values.length);
  let average = 0;
  let seen = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      averaged[i] = NaN;
      continue;
    }
    const past = Math.min(weight, (seen * REACH) / (1 + seen * REACH));
    average = past * average + (1 - past) * value;
    seen += 1;
    averaged[i] = average;
  }
  return averaged;
}

/**
 * A curve as `bins` reports, each the mean of its share of consecutive points: what a training process that averages
 * its loss would have reported.
 * @param losses at least `bins` of them
 */
export function binAverage(losses: ArrayLike<number>, bins: number): Float64Array {
  const averaged = new Float64Array(bins);
  for (let k = 0; k < bins; k++) {
    const from = Math.floor((k * losses.length) / bins);
    const to = Math.floor(((k + 1) * losses.length) / bins);
    let sum = 0;
    for (let i = from; i < to; i++) sum += losses[i]!;
    averaged[k] = sum / (to - from);
  }
  return averaged;
}

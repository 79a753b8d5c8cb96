/**
 * Weights of a mixture from their logarithms, up to a constant; they add up to 1, and members that are not alive have 0.
 * At least one member has to be alive.
 * @param alive 1 or 0 per member; @param weights is written
 */
export function normaliseWeights(logWeights: Float64Array, alive: Uint8Array, weights: Float64Array): void {
  let top = -Infinity;
  for (let j = 0; j < weights.length; j++) {
    if (alive[j] === 1 && logWeights[j]! > top) top = logWeights[j]!;
  }
  let total = 0;
  for (let j = 0; j < weights.length; j++) {
    const weight = alive[j] === 1 ? Math.exp(logWeights[j]! - top) : 0;
    weights[j] = weight;
    total += weight;
  }
  for (let j = 0; j < weights.length; j++) weights[j] = weights[j]! / total;
}

/** Innovations beyond five of their deviations count as five: one outlier must not settle a mixture. */
const LARGEST_SQUARE = 25;

/**
 * Log-weight of a member after an innovation: older evidence fades towards the prior, the new one is the log-density of
 * the innovation, up to a constant.
 * @param kept share of the older evidence that is kept; @param variance of the innovation, above 0
 * @param squared innovation squared; @param jacobian ln |d ln l / dy| where the member follows y instead of ln(loss)
 */
export function fadedEvidence(
  logWeight: number,
  prior: number,
  kept: number,
  variance: number,
  squared: number,
  jacobian: number,
): number {
  const density = -Math.log(variance) / 2 - Math.min(squared / variance, LARGEST_SQUARE) / 2;
  return kept * (logWeight - prior) + prior + density - jacobian;
}

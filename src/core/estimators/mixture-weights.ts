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

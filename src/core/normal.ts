/**
 * Standard normal distribution function: the expansion of Marsaglia ("Evaluating the normal distribution",
 * J. Stat. Software 11(4), 2004) near the centre and the continued fraction of erfc in the tails.
 * @returns P(Z <= z), absolute error below 1e-14
 */
export function normalDistribution(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const size = Math.abs(z);
  if (size > 38) return z > 0 ? 1 : 0;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (size < 3) {
    let term = z;
    let sum = z;
    for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= (z * z) / i;
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = 0;
  for (let i = 60; i >= 1; i--) fraction = i / (size + fraction);
  const tail = density / (size + fraction);
  return z > 0 ? 1 - tail : tail;
}

/** z with P(Z <= z) = 0.9: half the width of an 80 % interval in standard deviations. */
export const Z80 = 1.2815515655446004;
/** z with P(Z <= z) = 0.975: half the width of a 95 % interval in standard deviations. */
export const Z95 = 1.959963984540054;

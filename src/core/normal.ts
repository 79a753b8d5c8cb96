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

/**
 * Median of the greatest of `count` independent standard normal numbers, for a real count of at least 1:
 * the quantile at 2^(-1/count), by the rational approximation of Abramowitz and Stegun 26.2.23 (error below 4.5e-4).
 */
export function medianOfGreatest(count: number): number {
  if (!(count > 1)) return 0;
  const upperTail = -Math.expm1(-Math.LN2 / count);
  const t = Math.sqrt(-2 * Math.log(upperTail));
  return (
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
}

/** z with P(Z <= z) = 0.9: half the width of an 80 % interval in standard deviations. */
export const Z80 = 1.2815515655446004;
/** z with P(Z <= z) = 0.975: half the width of a 95 % interval in standard deviations. */
export const Z95 = 1.959963984540054;

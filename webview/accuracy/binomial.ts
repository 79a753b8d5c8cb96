/** P(X >= least) of a binomial variable X of `trials` trials with probability `chance`, in (0, 1). */
export function binomialAtLeast(least: number, trials: number, chance: number): number {
  let logTerm = trials * Math.log1p(-chance);
  let sum = 0;
  for (let count = 0; count <= trials; count++) {
    if (count >= least) sum += Math.exp(logTerm);
    logTerm += Math.log((trials - count) / (count + 1)) + Math.log(chance / (1 - chance));
  }
  return Math.min(1, sum);
}

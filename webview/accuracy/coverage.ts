import { binomialAtLeast } from './binomial.js';

/** Whether intervals keep their promise, as far as so few outcomes can tell. */
export type CoverageFinding = 'narrow' | 'fair' | 'wide';

/** How improbable an outcome must be under the promise to speak against it. */
const DOUBT = 0.05;

/** @param held share of the outcomes inside; @param promised what the intervals claim, such as 0.8 */
export function judgeCoverage(held: number, promised: number, runs: number): CoverageFinding {
  const inside = Math.round(held * runs);
  if (1 - binomialAtLeast(inside + 1, runs, promised) < DOUBT) return 'narrow';
  return binomialAtLeast(inside, runs, promised) < DOUBT ? 'wide' : 'fair';
}

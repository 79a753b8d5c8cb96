import type { PolicyOutcome, WhatIfAnswer } from '../../src/protocol/analysis.js';
import { standardErrorOf } from './statistics.js';

/** A mean number of tasks (`6.1`). @param count of what the mean was taken over: of one it is whole (`6`) */
function meanText(mean: number, count: number): string {
  if (!Number.isFinite(mean)) return '–';
  return count === 1 ? String(mean) : mean.toFixed(1);
}

/** How many tasks a policy brought to their targets (`6.1`). */
export function reachedText({ meanSuccesses, successes }: PolicyOutcome): string {
  return meanText(meanSuccesses, successes.length);
}

/** The same with its standard error (`6.1 ± 0.2`); alone where one continuation tells nothing of it. */
export function reachedWithError(outcome: PolicyOutcome): string {
  const error = standardErrorOf(outcome.successes);
  return Number.isNaN(error) ? reachedText(outcome) : `${reachedText(outcome)} ± ${error.toFixed(1)}`;
}

/** How many tasks one could bring to their targets who knew every curve (`6.8`). */
export function boundText({ meanOracle, policies }: WhatIfAnswer): string {
  return meanText(meanOracle, policies[0]?.successes.length ?? 1);
}

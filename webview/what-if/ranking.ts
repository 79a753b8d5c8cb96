import type { PolicyOutcome, WhatIfAnswer } from '../../src/protocol/analysis.js';

/** The policies of LaiRA itself, the default first. */
const OURS: readonly string[] = ['laira-index', 'laira'];
/** What people do without a scheduler, the most usual first. */
const USUAL: readonly string[] = ['ua', 'rr', 'stf'];

/** The policies that bring most tasks to their targets first. */
export function rankedPolicies({ policies }: WhatIfAnswer): PolicyOutcome[] {
  return [...policies].sort((a, b) => b.meanSuccesses - a.meanSuccesses);
}

/** The policy that the answer is about: the one in force, else LaiRA's, or the best where none of them took part. */
export function subjectOf(answer: WhatIfAnswer, inForce: string): PolicyOutcome | undefined {
  return firstOf(answer, [inForce, ...OURS]) ?? rankedPolicies(answer)[0];
}

/** What the subject is held against: what would happen without a scheduler, or the best of the others. */
export function referenceOf(answer: WhatIfAnswer, subject: PolicyOutcome): PolicyOutcome | undefined {
  const others = { ...answer, policies: answer.policies.filter((policy) => policy !== subject) };
  return firstOf(others, USUAL) ?? rankedPolicies(others)[0];
}

function firstOf({ policies }: WhatIfAnswer, names: readonly string[]): PolicyOutcome | undefined {
  for (const name of names) {
    const found = policies.find(({ policy }) => policy === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

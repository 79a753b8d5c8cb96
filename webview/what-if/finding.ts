import type { PolicyOutcome, WhatIfAnswer } from '../../src/protocol/analysis.js';
import { counted } from '../shared/counted.js';
import { boundText, reachedText } from './mean-text.js';
import { rankedPolicies, referenceOf, subjectOf } from './ranking.js';
import { isClearlyHigher } from './statistics.js';

/** What would have been won, in words. */
export interface Finding {
  readonly headline: string;
  readonly sentences: readonly string[];
}

/** What policies do, where that says more than their names. */
const PHRASES: Readonly<Record<string, string>> = {
  ua: 'sharing the machine equally',
  rr: 'taking turns',
  stf: 'taking the closest deadline first',
};

/** Null where no policy or no task took part. @param inForce name of the policy that recommends slices */
export function findingOf(answer: WhatIfAnswer, inForce: string): Finding | null {
  const subject = subjectOf(answer, inForce);
  if (subject === undefined || answer.tasks.length === 0) return null;
  const reference = referenceOf(answer, subject);
  const best = betterThan(answer, subject);
  const isBeaten = best !== null && isClearlyHigher(best.successes, subject.successes);
  const told = isBeaten && best !== reference ? [subject, reference] : [isBeaten ? subject : reference];
  return {
    headline: isBeaten ? headlineOf(answer, best, 'most: ') : headlineOf(answer, subject, ''),
    sentences: [
      averageSentence(answer, told),
      ...(reference === undefined || isBeaten ? [] : chanceSentence(subject, reference)),
      ...(best === null || isBeaten || best === reference
        ? []
        : [`${best.title} would bring ${reachedText(best)}, which may be chance.`]),
      soFarSentence(answer),
    ],
  };
}

/** The best policy, where it brought more tasks to their targets than the one that the answer is about. */
function betterThan(answer: WhatIfAnswer, subject: PolicyOutcome): PolicyOutcome | null {
  const best = rankedPolicies(answer)[0];
  return best !== undefined && best.meanSuccesses > subject.meanSuccesses ? best : null;
}

function headlineOf({ tasks }: WhatIfAnswer, policy: PolicyOutcome, most: string): string {
  const targets = tasks.length === 1 ? 'its target' : 'their targets';
  return `${policy.title} would bring ${most}${reachedText(policy)} of ${counted(tasks.length, 'task')} to ${targets}`;
}

function averageSentence(answer: WhatIfAnswer, others: readonly (PolicyOutcome | undefined)[]): string {
  const count = answer.policies[0]?.successes.length ?? 0;
  const start = count === 1 ? 'In one continuation' : `On average over ${count} continuations`;
  const told = others.map((other) =>
    other === undefined ? '' : `${phraseOf(other)} ${reachedText(other)}; `,
  );
  const best = Math.max(...answer.policies.map(({ meanSuccesses }) => meanSuccesses));
  // The bound takes the best order for tasks that begin together; where they do not, a policy may pass it.
  const bound =
    best <= answer.meanOracle
      ? `nobody could do better than ${boundText(answer)}`
      : `knowing the future, about ${boundText(answer)}`;
  return `${start}; ${told.join('')}${bound}.`;
}

function chanceSentence(subject: PolicyOutcome, reference: PolicyOutcome): string[] {
  return isClearlyHigher(subject.successes, reference.successes)
    ? []
    : ['The difference between the two may be chance.'];
}

function soFarSentence({ reachedSoFar, tasks }: WhatIfAnswer): string {
  if (reachedSoFar === 0) return 'In truth no target has been reached so far.';
  const verb = reachedSoFar === 1 ? 'has reached its target' : 'have reached their targets';
  return `In truth ${reachedSoFar} of the ${tasks.length} ${verb} so far.`;
}

function phraseOf({ policy, title }: PolicyOutcome): string {
  return PHRASES[policy] ?? title;
}

import type { Offer } from '../../src/protocol/analysis.js';
import type { Choices, WhatIfRequest } from './kept.js';

/** More continuations take minutes and make the means no more telling. */
const MOST_CONTINUATIONS = 500;

/** What is wrong with the choices, per field; null where nothing is. */
export interface Problems {
  readonly policies: string | null;
  readonly continuations: string | null;
  readonly switchCost: string | null;
}

export function problemsOf({ policies, continuations, switchCost }: Choices, offer: Offer): Problems {
  const count = numberFrom(continuations);
  const cost = numberFrom(switchCost);
  return {
    policies: offer.policies.some(({ name }) => policies.includes(name))
      ? null
      : 'Choose at least one policy.',
    continuations:
      Number.isInteger(count) && count >= 1 && count <= MOST_CONTINUATIONS
        ? null
        : `A whole number from 1 to ${MOST_CONTINUATIONS}.`,
    switchCost: cost >= 0 && Number.isFinite(cost) ? null : 'Seconds, 0 or more.',
  };
}

/** The job for the choices; null while something is wrong with them. */
export function requestFor(choices: Choices, offer: Offer): WhatIfRequest | null {
  if (Object.values(problemsOf(choices, offer)).some((problem) => problem !== null)) return null;
  return {
    kind: 'what-if',
    method: offer.method,
    policies: offer.policies.map(({ name }) => name).filter((name) => choices.policies.includes(name)),
    seeds: numberFrom(choices.continuations),
    switchCost: numberFrom(choices.switchCost),
  };
}

/** An empty field is no 0. */
function numberFrom(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

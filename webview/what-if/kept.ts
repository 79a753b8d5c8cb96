import type { AnalysisRequest, WhatIfAnswer } from '../../src/protocol/analysis.js';
import { encodeNumbers } from '../../src/protocol/message-numbers.js';
import { decodeToAnalysisPage } from '../analysis/decode.js';
import { fieldsOf, itemsOf, numberOf, textOf } from '../shared/plain-values.js';

export type WhatIfRequest = Extract<AnalysisRequest, { readonly kind: 'what-if' }>;

/** What the person chose, the figures as typed. */
export interface Choices {
  /** Names of policies. */
  readonly policies: readonly string[];
  readonly continuations: string;
  /** Seconds lost at a switch. */
  readonly switchCost: string;
}

/** An answer, with what it answers. */
export interface Answered {
  readonly request: WhatIfRequest;
  readonly answer: WhatIfAnswer;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** What VS Code keeps while the page is hidden: the answer too, because it took long. */
export interface Kept {
  readonly choices: Choices;
  readonly answered: Answered | null;
}

export const DEFAULT_CHOICES: Choices = {
  policies: ['laira-index', 'laira', 'lara', 'rr', 'ua', 'sta', 'stf', 'sh'],
  continuations: '20',
  switchCost: '0',
};

/** The form that `restoreKept` reads. */
export function storeKept({ choices, answered }: Kept): unknown {
  return { choices, answered: encodeNumbers(answered) };
}

/** Restores what was stored; a field of an unknown shape falls back to its default. */
export function restoreKept(stored: unknown): Kept {
  const { choices, answered } = fieldsOf(stored);
  const { policies, continuations, switchCost } = fieldsOf(choices);
  return {
    choices: {
      policies: Array.isArray(policies) ? itemsOf(policies, textOf) : DEFAULT_CHOICES.policies,
      continuations: textOf(continuations) || DEFAULT_CHOICES.continuations,
      switchCost: textOf(switchCost) || DEFAULT_CHOICES.switchCost,
    },
    answered: restoreAnswered(answered),
  };
}

function restoreAnswered(stored: unknown): Answered | null {
  const { request, answer, at } = fieldsOf(stored);
  const message = decodeToAnalysisPage({ type: 'answer', answer });
  if (message?.type !== 'answer' || message.answer.kind !== 'what-if') return null;
  const { method, policies, seeds, switchCost } = fieldsOf(request);
  return {
    request: {
      kind: 'what-if',
      method: textOf(method),
      policies: itemsOf(policies, textOf),
      seeds: numberOf(seeds),
      switchCost: numberOf(switchCost),
    },
    answer: message.answer,
    at: numberOf(at),
  };
}

import type { AnalysisRequest, WhatIfAnswer } from '../../src/protocol/analysis.js';
import { decodeNumbers, encodeNumbers } from '../../src/protocol/message-numbers.js';
import { fieldsOf, itemsOf, textOf } from '../shared/plain-values.js';

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

/** Changes whenever an answer's shape does: what an earlier version kept is not read. */
const FORMAT = 1;

/** The form that `restoreKept` reads. */
export function storeKept({ choices, answered }: Kept): unknown {
  return { format: FORMAT, choices, answered: encodeNumbers(answered) };
}

/** Restores what was stored; a field of an unknown shape falls back to its default. */
export function restoreKept(stored: unknown): Kept {
  const { format, choices, answered } = fieldsOf(stored);
  const { policies, continuations, switchCost } = fieldsOf(choices);
  return {
    choices: {
      policies: Array.isArray(policies) ? itemsOf(policies, textOf) : DEFAULT_CHOICES.policies,
      continuations: textOf(continuations) || DEFAULT_CHOICES.continuations,
      switchCost: textOf(switchCost) || DEFAULT_CHOICES.switchCost,
    },
    answered: format === FORMAT ? (decodeNumbers(answered) as Answered | null) : null,
  };
}

import type { Offer, ToAnalysisPage } from '../../src/protocol/analysis.js';
import { BEGUN, IDLE, workAfter, type Work } from '../analysis/work.js';
import type { Answered, WhatIfRequest } from './kept.js';

/** What the page knows. */
export interface Model {
  /** Null before the first message. */
  readonly offer: Offer | null;
  readonly work: Work;
  /** What is being worked on, or was last. */
  readonly request: WhatIfRequest | null;
  readonly answered: Answered | null;
}

export const EMPTY_MODEL: Model = { offer: null, work: IDLE, request: null, answered: null };

export function begin(model: Model, request: WhatIfRequest): Model {
  return { ...model, work: BEGUN, request };
}

export function receive(model: Model, message: ToAnalysisPage, now: number): Model {
  if (message.type === 'choices') return { ...model, offer: message };
  const { request } = model;
  const isAwaited = model.work.state === 'running';
  const work = workAfter(model.work, message);
  if (message.type !== 'answer' || message.answer.kind !== 'what-if' || request === null || !isAwaited) {
    return { ...model, work };
  }
  return { ...model, work, answered: { request, answer: message.answer, at: now } };
}

import type { BacktestAnswer, Offer, ToAnalysisPage } from '../../src/protocol/analysis.js';
import { IDLE, workAfter, type Work } from '../analysis/work.js';

/** What the page knows. */
export interface Model {
  /** Null before the first message. */
  readonly offer: Offer | null;
  readonly answer: BacktestAnswer | null;
  /** When the answer came, milliseconds since 1970 UTC; NaN without one. */
  readonly answeredAt: number;
  readonly work: Work;
}

export const EMPTY_MODEL: Model = { offer: null, answer: null, answeredAt: NaN, work: IDLE };

export function receive(model: Model, message: ToAnalysisPage, now: number): Model {
  if (message.type === 'choices') return { ...model, offer: message };
  const work = workAfter(model.work, message);
  const isAwaited = model.work.state === 'running';
  if (message.type !== 'answer' || message.answer.kind !== 'backtest' || !isAwaited)
    return { ...model, work };
  return { ...model, work, answer: message.answer, answeredAt: now };
}

/** Whether the page should look back now, by itself: when it has nothing to show and nothing stands in the way. */
export function shouldBegin({ offer, answer, work }: Model): boolean {
  return offer !== null && offer.runs > 0 && answer === null && work.state === 'idle';
}

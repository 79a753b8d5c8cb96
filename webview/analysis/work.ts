import type { FromAnalysis } from '../../src/protocol/analysis.js';

/** The long piece of work that a page has had begun. */
export type Work =
  | { readonly state: 'idle' }
  /** @property share done, from 0 to 1 */
  | { readonly state: 'running'; readonly share: number }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly message: string };

export const IDLE: Work = { state: 'idle' };
export const BEGUN: Work = { state: 'running', share: 0 };
export const CANCELLED: Work = { state: 'cancelled' };

/** What was on its way when the work was cancelled is not taken: it would bring back what was thrown away. */
export function workAfter(work: Work, message: FromAnalysis): Work {
  if (message.type === 'failed') return { state: 'failed', message: message.message };
  if (work.state !== 'running') return work;
  if (message.type === 'answer') return IDLE;
  const share = message.total > 0 ? message.done / message.total : 0;
  return { state: 'running', share: Math.min(1, Math.max(work.share, share)) };
}

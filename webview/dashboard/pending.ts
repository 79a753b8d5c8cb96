import type { FromDashboard } from '../../src/protocol/dashboard.js';
import type { MonitorState } from '../../src/protocol/runs.js';

/** An intent that was sent and of which the monitor has not told the outcome yet. */
export type PendingIntent = Extract<FromDashboard, { readonly type: 'accept' | 'skip' | 'undo' }>;

/** Milliseconds after which a silent monitor is worth a word. */
export const PATIENCE = 10_000;

export const NO_ANSWER =
  'LaiRA did not answer within 10 s, so it is not known whether this was carried out. Look at the slices, then try again.';

/** Whether `state` still shows the world as it was before the intent. */
export function stillPending(intent: PendingIntent, state: MonitorState): boolean {
  if (intent.type === 'undo') {
    return state.slices.some(
      (slice) =>
        slice.slice === intent.slice && slice.resource === intent.resource && slice.state === 'starting',
    );
  }
  return state.recommendations.some((recommendation) => recommendation.id === intent.recommendation);
}

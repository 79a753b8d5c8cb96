import type { CurveUpdate, ForecastCurve } from './curves.js';
import { decodeNumbers } from './message-numbers.js';
import { messageOf } from './message.js';
import type { Intent } from './monitor.js';
import type { MonitorState } from './runs.js';

/** To the dashboard: everything, or what changed since the revision before. A gap in revisions means `ready` again. */
export type ToDashboard =
  | {
      readonly type: 'snapshot';
      readonly revision: number;
      readonly state: MonitorState;
      readonly curves: readonly CurveUpdate[];
      readonly forecasts: readonly ForecastCurve[];
    }
  | {
      readonly type: 'update';
      readonly revision: number;
      readonly state: MonitorState;
      /** Only the curves that have new points. */
      readonly curves: readonly CurveUpdate[];
      /** Only the runs whose forecasts changed; they replace all forecasts of these runs. */
      readonly forecasts: readonly ForecastCurve[];
    }
  | { readonly type: 'failed'; readonly message: string }
  /** The monitor broke off: why, and when it starts again. The next snapshot or update ends it. */
  | { readonly type: 'broke-off'; readonly message: string }
  | { readonly type: 'select'; readonly run: string };

/** From the dashboard: a person's intent. */
export type FromDashboard =
  | { readonly type: 'ready' }
  | Intent
  | { readonly type: 'set-target'; readonly run: string }
  | { readonly type: 'open-log'; readonly run: string; readonly line?: number }
  | { readonly type: 'open-bundle' }
  | { readonly type: 'open-settings' }
  | { readonly type: 'play-sample-runs' }
  /** Starts the monitor that broke off again now. */
  | { readonly type: 'restart' }
  | { readonly type: 'explain'; readonly run: string };

/** Reads what the page sent; undefined when it is not one of the intents. */
export function decodeFromDashboard(message: unknown): FromDashboard | undefined {
  return messageOf<FromDashboard>(
    [
      ...(['ready', 'restart', 'accept', 'skip', 'undo'] as const),
      ...(['set-target', 'open-log', 'open-bundle', 'open-settings', 'play-sample-runs', 'explain'] as const),
    ],
    message,
  );
}

/** Reads what arrived at the page, its numbers restored; undefined when it is none of the messages to it. */
export function decodeToDashboard(message: unknown): ToDashboard | undefined {
  const types = ['snapshot', 'update', 'failed', 'broke-off', 'select'] as const;
  return messageOf<ToDashboard>(types, decodeNumbers(message));
}

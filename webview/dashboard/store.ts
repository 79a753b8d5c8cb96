import type { ForecastCurve } from '../../src/protocol/curves.js';
import type { ToDashboard } from '../../src/protocol/dashboard.js';
import type { MonitorState } from '../../src/protocol/runs.js';
import { applyCurveUpdate, type Curve } from './curve.js';
import { stillPending, type PendingIntent } from './pending.js';

/** All that the page was told, and the intent of which it awaits the answer. */
export interface Model {
  /** Of the last message taken; -1 before the first snapshot. */
  readonly revision: number;
  readonly state: MonitorState | null;
  /** The page's own clock when `state` arrived: the monitor's clock is `state.time` plus what passed since. */
  readonly receivedAt: number;
  readonly curves: ReadonlyMap<string, Curve>;
  readonly forecasts: ReadonlyMap<string, readonly ForecastCurve[]>;
  readonly pending: PendingIntent | null;
  /** Why the last intent was not carried out, with the mend; null when there is nothing to tell. */
  readonly failure: string | null;
  /** Why the monitor does not run, and when it starts again; null while it does. */
  readonly outage: string | null;
}

export const EMPTY_MODEL: Model = {
  revision: -1,
  state: null,
  receivedAt: 0,
  curves: new Map(),
  forecasts: new Map(),
  pending: null,
  failure: null,
  outage: null,
};

export interface Received {
  readonly model: Model;
  /** Whether something was missed: the page must send `ready` again. */
  readonly needsSnapshot: boolean;
  /** A run that the extension asks to select. */
  readonly select: string | null;
}

/** Takes one message. @param now the page's clock in milliseconds */
export function receive(model: Model, message: ToDashboard, now: number): Received {
  switch (message.type) {
    case 'failed':
      return told({ ...model, failure: message.message, pending: null });
    case 'broke-off':
      return told({ ...model, outage: message.message, pending: null });
    case 'select':
      return { model, needsSnapshot: false, select: message.run };
    case 'snapshot':
      return take({ ...model, curves: new Map(), forecasts: new Map() }, message, now);
    case 'update':
      // An update that is older than the snapshot was on its way when the snapshot was made.
      if (model.state !== null && message.revision <= model.revision) return told(model);
      if (model.state === null || message.revision !== model.revision + 1) return missed(model);
      return take(model, message, now);
  }
}

type StateMessage = Extract<ToDashboard, { readonly type: 'snapshot' | 'update' }>;

function take(model: Model, message: StateMessage, now: number): Received {
  const curves = mergeCurves(model.curves, message);
  if (curves === undefined) return missed(model);
  return told({
    ...model,
    revision: message.revision,
    state: message.state,
    receivedAt: now,
    curves,
    forecasts: mergeForecasts(model.forecasts, message),
    outage: null,
    pending: model.pending !== null && stillPending(model.pending, message.state) ? model.pending : null,
  });
}

/** The same map when nothing changed, so that its identity tells whether to draw anew. */
function mergeCurves(curves: Model['curves'], message: StateMessage): Model['curves'] | undefined {
  const merged = new Map(curves);
  for (const update of message.curves) {
    const curve = applyCurveUpdate(merged.get(update.run), update);
    if (curve === undefined) return undefined;
    merged.set(update.run, curve);
  }
  const dropped = dropUnknownRuns(merged, message.state);
  return message.type === 'update' && message.curves.length === 0 && !dropped ? curves : merged;
}

function mergeForecasts(forecasts: Model['forecasts'], message: StateMessage): Model['forecasts'] {
  const merged = new Map(forecasts);
  for (const [run, group] of groupByRun(message.forecasts)) merged.set(run, group);
  const dropped = dropUnknownRuns(merged, message.state);
  return message.type === 'update' && message.forecasts.length === 0 && !dropped ? forecasts : merged;
}

function groupByRun(forecasts: readonly ForecastCurve[]): Map<string, ForecastCurve[]> {
  const groups = new Map<string, ForecastCurve[]>();
  for (const forecast of forecasts) {
    const group = groups.get(forecast.run);
    if (group === undefined) groups.set(forecast.run, [forecast]);
    else group.push(forecast);
  }
  return groups;
}

function dropUnknownRuns(byRun: Map<string, unknown>, state: MonitorState): boolean {
  const known = new Set(state.runs.map((run) => run.id));
  let dropped = false;
  for (const run of [...byRun.keys()]) {
    if (!known.has(run)) dropped = byRun.delete(run);
  }
  return dropped;
}

function told(model: Model): Received {
  return { model, needsSnapshot: false, select: null };
}

function missed(model: Model): Received {
  return { model, needsSnapshot: true, select: null };
}

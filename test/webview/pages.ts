import type { ToDashboard } from '../../src/protocol/dashboard.js';
import type { MonitorState, RunView } from '../../src/protocol/runs.js';
import { DEFAULT_CHOICES } from '../../webview/dashboard/choices.js';
import { Looks } from '../../webview/dashboard/look/looks.js';
import type { Actions, Page } from '../../webview/dashboard/page.js';
import { EMPTY_MODEL, receive, type Model } from '../../webview/dashboard/store.js';
import { orderRuns } from '../../webview/dashboard/table/order.js';
import { Recording } from './harness/recorded.js';

/** The model after messages; every message must be taken. */
export function modelAfter(...messages: readonly ToDashboard[]): Model {
  return messages.reduce((model, message) => receive(model, message, 0).model, EMPTY_MODEL);
}

export function recordedState(changed: Partial<MonitorState> = {}): MonitorState {
  const message = new Recording().snapshot(changed);
  if (message.type !== 'snapshot') throw new Error('A recording begins with a snapshot.');
  return message.state;
}

export function recordedRun(name: string, changed: Partial<RunView> = {}): RunView {
  const run = recordedState().runs.find((candidate) => candidate.name === name);
  if (run === undefined) throw new Error(`The recording has no run named ${name}.`);
  return { ...run, ...changed };
}

/** What the parts of the page draw from. */
export function pageOf(model: Model, changed: Partial<Page> = {}): Page {
  const runs = model.state?.runs ?? [];
  return {
    model,
    choices: DEFAULT_CHOICES,
    now: model.state?.time ?? 0,
    order: orderRuns(runs, null, model.state?.method ?? ''),
    selected: runs.slice(0, 1).map((run) => run.id),
    looks: new Looks().arrange(runs, []),
    highlighted: null,
    ...changed,
  };
}

/** Actions that only note what was asked. */
export function notedActions(): Actions & { readonly noted: unknown[] } {
  const noted: unknown[] = [];
  return {
    noted,
    send: (message) => void noted.push(message),
    choose: (choices) => void noted.push({ choose: choices }),
    highlight: (run) => void noted.push({ highlight: run }),
    toggle: (run) => void noted.push({ toggle: run }),
    dismissFailure: () => void noted.push('dismiss'),
  };
}

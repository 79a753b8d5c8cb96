import { decodeToDashboard, type FromDashboard } from '../../src/protocol/dashboard.js';
import { element } from '../shared/elements.js';
import { acquireHost } from '../shared/host.js';
import { Announcer } from './announcer.js';
import { Card } from './card/card.js';
import { Chart } from './chart/chart.js';
import { restoreChoices, type Choices } from './choices.js';
import { Empty } from './empty.js';
import { Header } from './header.js';
import { Looks } from './look/looks.js';
import { Notices } from './notices.js';
import type { Actions, Page } from './page.js';
import { NO_ANSWER, PATIENCE, type PendingIntent } from './pending.js';
import { automaticSelection } from './selection.js';
import { EMPTY_MODEL, receive } from './store.js';
import './style.css';
import { HeldOrder } from './table/held-order.js';
import { orderRuns } from './table/order.js';
import { Table } from './table/table.js';
import { registerToolkit } from './toolkit.js';

registerToolkit();
const host = acquireHost<FromDashboard>();
let model = EMPTY_MODEL;
let choices: Choices = restoreChoices(host.getState());
const looks = new Looks(keptLooks(host.getState()));
let shownLooks: Page['looks'] = new Map();
let highlighted: string | null = null;
/** When a snapshot was asked for that has not come yet, on the page's own clock; null when none is awaited. */
let askedAt: number | null = null;
let frame: number | undefined;
let patience: ReturnType<typeof setTimeout> | undefined;

const actions: Actions = {
  send(message) {
    if (isAwaited(message)) {
      if (model.pending !== null) return;
      model = { ...model, pending: message, failure: null };
      clearTimeout(patience);
      patience = setTimeout(() => {
        if (model.pending === message) model = { ...model, pending: null, failure: NO_ANSWER };
        requestRender();
      }, PATIENCE);
      requestRender();
    }
    host.postMessage(message);
  },
  choose(changed) {
    choices = { ...choices, ...changed };
    keep();
    requestRender();
  },
  highlight(run) {
    if (run === highlighted) return;
    highlighted = run;
    requestRender();
  },
  toggle(run) {
    const { selected } = currentPage();
    this.choose({
      selected: selected.includes(run) ? selected.filter((other) => other !== run) : [...selected, run],
    });
  },
  dismissFailure() {
    model = { ...model, failure: null };
    requestRender();
  },
};

const header = new Header(actions);
const notices = new Notices(actions);
const empty = new Empty(actions);
const card = new Card(actions);
const chart = new Chart(actions, (revision) => {
  document.body.dataset['drawnRevision'] = String(revision);
  document.body.dataset['drawnAt'] = String(Date.now());
});
const table = new Table(actions);
const held = new HeldOrder(table.element);
const announcer = new Announcer();

const app = document.getElementById('app') ?? document.body;
app.append(
  header.element,
  notices.element,
  empty.element,
  element('div', { class: 'main' }, card.element, chart.element),
  table.element,
  announcer.element,
);

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = decodeToDashboard(event.data);
  if (message === undefined) return;
  const received = receive(model, message, Date.now());
  model = received.model;
  if (message.type === 'snapshot') askedAt = null;
  if (received.needsSnapshot) askForSnapshot();
  if (received.select !== null) select(received.select);
  requestRender();
});
setInterval(requestRender, 1000);
askForSnapshot();
requestRender();

function askForSnapshot(): void {
  // An answer that does not come was lost: ask again, but not with every update that cannot be taken.
  if (askedAt !== null && performance.now() - askedAt < PATIENCE) return;
  askedAt = performance.now();
  host.postMessage({ type: 'ready' });
}

function select(run: string): void {
  const { selected } = currentPage();
  if (!selected.includes(run)) actions.choose({ selected: [...selected, run] });
  render();
  table.show(run);
}

/** Many messages in one frame are drawn once. */
function requestRender(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    render();
  });
}

function render(): void {
  const page = currentPage();
  if (page.looks !== shownLooks) keep();
  shownLooks = page.looks;
  const { state } = model;
  app.dataset['view'] =
    state === null || (state.runs.length === 0 && !state.scanned)
      ? 'loading'
      : state.runs.length === 0
        ? 'empty'
        : 'runs';
  header.update(page);
  notices.update(page);
  empty.update(page);
  card.update(page);
  table.update(page);
  announcer.update(state);
  chart.update(page);
}

function currentPage(): Page {
  const { state } = model;
  const now = state === null ? Date.now() : state.time + (Date.now() - model.receivedAt);
  const wanted = state === null ? [] : orderRuns(state.runs, choices.sorting, state.method);
  const order = held.arrange(wanted, choices.sorting);
  const known = new Set(order);
  const selected =
    choices.selected?.filter((run) => known.has(run)) ??
    (state === null ? [] : automaticSelection(state, wanted));
  return {
    model,
    choices,
    now,
    order,
    selected,
    looks: looks.arrange(state?.runs ?? [], selected),
    highlighted,
  };
}

/** A page is thrown away while it is hidden; the host keeps what a person chose, and the looks that came of it. */
function keep(): void {
  host.setState({ ...choices, looks: looks.kept() });
}

function keptLooks(kept: unknown): unknown {
  return typeof kept === 'object' && kept !== null && 'looks' in kept ? kept.looks : undefined;
}

function isAwaited(message: FromDashboard): message is PendingIntent {
  return message.type === 'accept' || message.type === 'skip' || message.type === 'undo';
}

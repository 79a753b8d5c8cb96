import { decodeToAnalysisPage, type FromAnalysisPage } from '../../src/protocol/analysis.js';
import { registerToolkit } from '../analysis/toolkit.js';
import { WorkView } from '../analysis/work-view.js';
import { BEGUN, CANCELLED } from '../analysis/work.js';
import { element, setShown } from '../shared/elements.js';
import { EmptyPart } from '../shared/empty-part.js';
import { acquireHost } from '../shared/host.js';
import { ErrorChart } from './chart/chart.js';
import { emptinessOf } from './emptiness.js';
import { explanation } from './explanation.js';
import { FindingView } from './finding-view.js';
import { Header } from './header.js';
import { restoreKept, type Kept } from './kept.js';
import { EMPTY_MODEL, receive, shouldBegin } from './model.js';
import { answerPage, type Actions } from './page.js';
import './style.css';
import { ErrorTable } from './tables/error-table.js';
import { IntervalTable } from './tables/interval-table.js';
import { LiveTable } from './tables/live-table.js';
import { MethodTable } from './tables/method-table.js';
import { RunTable } from './tables/run-table.js';

/** Shares of the data that are looked back from. */
const FRACTIONS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

registerToolkit();
const host = acquireHost<FromAnalysisPage>();
let model = EMPTY_MODEL;
let kept: Kept = restoreKept(host.getState());
let highlighted: string | null = null;
let frame: number | undefined;

const actions: Actions = {
  keep(changed) {
    kept = { ...kept, ...changed };
    host.setState(kept);
    requestRender();
  },
  highlight(method) {
    if (method === highlighted) return;
    highlighted = method;
    requestRender();
  },
  useMethod(method) {
    host.postMessage({ type: 'use-method', method });
  },
  lookBack() {
    // The live scores have gone on as well.
    host.postMessage({ type: 'ready' });
    begin();
  },
};

const header = new Header(() => {
  actions.lookBack();
});
const work = new WorkView(
  'Looking back',
  () => {
    host.postMessage({ type: 'cancel' });
    model = { ...model, work: CANCELLED };
    requestRender();
  },
  header.again,
);
const empty = new EmptyPart();
const finding = new FindingView(actions);
const chart = new ErrorChart(actions);
const methodTable = new MethodTable(actions);
const errorTable = new ErrorTable(actions);
const runTable = new RunTable();
const liveTable = new LiveTable();
const intervalTable = new IntervalTable();
const words = element('div', {}, finding.element, explanation());
const figures = element('div', { class: 'side-by-side' }, chart.element, methodTable.element);

const app = document.getElementById('app') ?? document.body;
app.append(
  header.element,
  work.element,
  empty.element,
  words,
  figures,
  element(
    'div',
    { class: 'tables' },
    element('div', {}, errorTable.element, intervalTable.element),
    liveTable.element,
  ),
  runTable.element,
);

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = decodeToAnalysisPage(event.data);
  if (message === undefined) return;
  model = receive(model, message, Date.now());
  if (shouldBegin(model)) begin();
  requestRender();
});
host.postMessage({ type: 'ready' });
requestRender();

function begin(): void {
  const { offer } = model;
  if (offer === null || model.work.state === 'running') return;
  model = { ...model, work: BEGUN };
  const methods = offer.methods.map(({ name }) => name);
  host.postMessage({
    type: 'run',
    job: { kind: 'backtest', methods, fractions: FRACTIONS, calibrate: offer.calibrate },
  });
  requestRender();
}

/** Many messages in one frame are drawn once. */
function requestRender(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    render();
  });
}

function render(): void {
  const { offer, answer } = model;
  header.update(model, Date.now());
  work.update(model.work);
  empty.update(emptinessOf(model));
  liveTable.update(offer);
  intervalTable.update(offer);
  const page = offer === null || answer === null ? null : answerPage(offer, answer, kept, highlighted);
  for (const part of [words, figures, errorTable.element, runTable.element]) setShown(part, page !== null);
  if (page === null) return;
  finding.update(page);
  chart.update(page);
  methodTable.update(page);
  errorTable.update(page);
  runTable.update(page);
}

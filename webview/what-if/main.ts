import { decodeToAnalysisPage, type FromAnalysisPage } from '../../src/protocol/analysis.js';
import { registerToolkit } from '../analysis/toolkit.js';
import { WorkView } from '../analysis/work-view.js';
import { CANCELLED } from '../analysis/work.js';
import { element, setShown } from '../shared/elements.js';
import { EmptyPart } from '../shared/empty-part.js';
import { acquireHost } from '../shared/host.js';
import { emptinessOf } from './emptiness.js';
import { FindingView } from './finding-view.js';
import { Form } from './form.js';
import { Gantts } from './gantt/gantts.js';
import { Header } from './header.js';
import { restoreKept, storeKept, type Choices } from './kept.js';
import { begin, EMPTY_MODEL, receive, type Model } from './model.js';
import { requestFor } from './request.js';
import './style.css';
import { OutcomeTable } from './tables/outcome-table.js';
import { ReachTable } from './tables/reach-table.js';

registerToolkit();
const host = acquireHost<FromAnalysisPage>();
const restored = restoreKept(host.getState());
let choices: Choices = restored.choices;
let model: Model = { ...EMPTY_MODEL, answered: restored.answered };
let frame: number | undefined;

const header = new Header();
const empty = new EmptyPart();
const finding = new FindingView();
const outcomes = new OutcomeTable();
const reach = new ReachTable();
const gantts = new Gantts();
const form = new Form({
  choose(changed) {
    choices = { ...choices, ...changed };
    keep();
    requestRender();
  },
  run() {
    const { offer } = model;
    const job = offer === null ? null : requestFor(choices, offer);
    if (job === null || model.work.state === 'running') return;
    model = begin(model, job);
    host.postMessage({ type: 'run', job });
    requestRender();
  },
});
const work = new WorkView(
  'Playing through',
  () => {
    host.postMessage({ type: 'cancel' });
    model = { ...model, work: CANCELLED };
    requestRender();
  },
  form.button,
);
const card = element(
  'aside',
  { class: 'card', 'aria-label': 'What to play through' },
  work.element,
  form.element,
);
const figures = element('div', {}, outcomes.element, reach.element, gantts.element);
const main = element(
  'div',
  { class: 'what-if' },
  card,
  element('div', { class: 'answer' }, finding.element, figures),
);

const app = document.getElementById('app') ?? document.body;
app.append(header.element, empty.element, main);

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = decodeToAnalysisPage(event.data);
  if (message === undefined) return;
  const { answered } = model;
  model = receive(model, message, Date.now());
  if (model.answered !== answered) keep();
  requestRender();
});
host.postMessage({ type: 'ready' });
requestRender();

function keep(): void {
  host.setState(storeKept({ choices, answered: model.answered }));
}

/** Many messages in one frame are drawn once. */
function requestRender(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    render();
  });
}

function render(): void {
  const { offer, answered } = model;
  header.update(model, Date.now());
  empty.update(emptinessOf(model));
  setShown(main, offer !== null && offer.tasks > 0);
  if (offer === null) return;
  form.update(offer, choices, model.work.state === 'running');
  work.update(model.work);
  const answer = answered === null || answered.answer.tasks.length === 0 ? null : answered.answer;
  finding.update(answer, offer.policy, model.work.state === 'running');
  setShown(figures, answer !== null);
  if (answer === null) return;
  outcomes.update(answer);
  reach.update(answer);
  gantts.update(answer);
}

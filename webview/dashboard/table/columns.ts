import { formatClock } from '../../../src/base/clock-format.js';
import { formatLoss } from '../../../src/base/number-format.js';
import type { FromDashboard } from '../../../src/protocol/dashboard.js';
import type { MethodView, RunView } from '../../../src/protocol/runs.js';
import { counted } from '../../shared/counted.js';
import { element, setAttribute, setShown, setStyle, setText, svgElement } from '../../shared/elements.js';
import { lossFigure } from '../../shared/loss-figure.js';
import { errorText } from '../../shared/share-text.js';
import { runColour } from '../../shared/theme.js';
import type { ColumnId } from '../choices.js';
import { freshnessOf } from '../freshness.js';
import type { Look } from '../look/look.js';
import { makeSwatch } from '../look/swatch.js';
import { problemText } from '../notices.js';
import type { Actions } from '../page.js';
import { markOf, missingClause } from '../verdict.js';
import { deadlineText, forecastText, probabilityText, timeToTargetText } from './cell-texts.js';
import { icon, type IconName } from './icons.js';
import { SPARKLINE, sparklinePath } from './sparkline.js';

/** What a cell is drawn from. */
export interface RowFacts {
  readonly run: RunView;
  readonly look: Look;
  /** Of the method that makes the verdicts; undefined before its first forecast. */
  readonly view: MethodView | undefined;
  readonly now: number;
}

/** The content of one cell, updated in place. */
export interface CellContent {
  readonly element: HTMLElement;
  update(facts: RowFacts): void;
}

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** For a page too narrow for the title; null where it always fits. */
  readonly shortTitle: string | null;
  readonly detail: string;
  readonly sortable: boolean;
  /** Direction of the first click: what a person looks for first. */
  readonly descendingFirst: boolean;
  readonly isFigure: boolean;
  makeContent(actions: Actions, id: string): CellContent;
}

export const COLUMNS: readonly Column[] = [
  column('run', 'Run', 'The run, with the colour and the mark of its curve', runContent),
  column('verdict', 'Verdict', 'What the forecast says of the target; sorted by urgency', verdictContent),
  column(
    'probability',
    'Reaches target',
    'Probability that the target is reached by the deadline, with the whole machine',
    probabilityContent,
    { descendingFirst: true, shortTitle: 'Chance' },
  ),
  column(
    'forecast',
    'Forecast at deadline · target',
    'Forecast of the loss at the deadline against the target',
    forecastContent,
    { shortTitle: 'Forecast · target' },
  ),
  column(
    'time-to-target',
    'Time to target',
    'Time of the whole machine until the target, with its 80 % range',
    figureContent(({ run, now }) => timeToTargetText(run, now)),
    { isFigure: true },
  ),
  column(
    'deadline',
    'Deadline in',
    'Time left until the deadline',
    figureContent(
      ({ run, now }) => deadlineText(run, now),
      ({ run, now }) => (run.task === null ? null : `Deadline ${formatClock(run.task.deadline, now)}`),
    ),
    { isFigure: true, shortTitle: 'Left' },
  ),
  column(
    'loss',
    'Loss',
    'The newest loss',
    figureContent(
      ({ run }) => lossFigure(run.loss),
      ({ run }) =>
        `${run.metric} ${formatLoss(run.loss, 6)}. ${run.metricReason}${
          run.nonFinite > 0 ? ` ${run.nonFinite} values were NaN or infinite.` : ''
        }`,
    ),
    { isFigure: true },
  ),
  column('recent', 'Recent', 'The last losses', sparklineContent, { sortable: false }),
  column(
    'error',
    'off by',
    'How far the earlier forecasts of now were off on this run: the median relative error',
    figureContent(({ view }) => errorText(view?.relativeError ?? NaN)),
    { isFigure: true },
  ),
  column('freshness', 'Freshness', 'Since the last report', freshnessContent),
  column('actions', '', 'Actions', actionsContent, { sortable: false }),
];

type MakeContent = Column['makeContent'];

function column(
  id: ColumnId,
  title: string,
  detail: string,
  makeContent: MakeContent,
  options: Partial<Pick<Column, 'sortable' | 'descendingFirst' | 'isFigure' | 'shortTitle'>> = {},
): Column {
  return {
    id,
    title,
    shortTitle: options.shortTitle ?? null,
    detail,
    sortable: options.sortable ?? true,
    descendingFirst: options.descendingFirst ?? false,
    isFigure: options.isFigure ?? false,
    makeContent,
  };
}

function figureContent(
  text: (facts: RowFacts) => string,
  detail: (facts: RowFacts) => string | null = () => null,
): MakeContent {
  return () => {
    const made = element('span', { class: 'figure' });
    return {
      element: made,
      update: (facts) => {
        setText(made, text(facts));
        setAttribute(made, 'title', detail(facts));
      },
    };
  };
}

/** The end of a long name tells runs apart: when there is no room, the middle is left out. */
const NAME_END = 8;

function runContent(actions: Actions, id: string): CellContent {
  const mark = makeSwatch();
  const start = element('span', { class: 'name-start' });
  const end = element('span', { class: 'name-end' });
  const problems = element('button', { type: 'button', class: 'problems', tabindex: -1, hidden: true });
  let line: number | undefined;
  problems.addEventListener('click', (event) => {
    event.stopPropagation();
    actions.send(line === undefined ? { type: 'open-log', run: id } : { type: 'open-log', run: id, line });
  });
  const made = element('span', { class: 'run' }, mark.element, start, end, problems);
  return {
    element: made,
    update: ({ run, look }) => {
      mark.update(look);
      const cut = run.name.length > 2 * NAME_END ? run.name.length - NAME_END : run.name.length;
      setText(start, run.name.slice(0, cut));
      setText(end, run.name.slice(cut));
      setAttribute(made, 'title', `${run.name} (${run.format})\n${run.files.join('\n')}`);
      setShown(problems, run.problems.length > 0);
      if (run.problems.length === 0) return;
      line = run.problems[0]?.line;
      setText(problems, `! ${run.problems.length}`);
      const texts = run.problems.slice(0, 5).map(problemText).join('\n');
      setAttribute(problems, 'title', `${texts}\nClick to open the log there.`);
      setAttribute(problems, 'aria-label', `${counted(run.problems.length, 'problem')} in the log: open it`);
    },
  };
}

function verdictContent(): CellContent {
  const shape = element('span', { class: 'shape', 'aria-hidden': 'true' });
  const word = element('span');
  const made = element('span', { class: 'verdict' }, shape, word);
  return {
    element: made,
    update: ({ run }) => {
      const mark = markOf(run);
      setText(shape, mark.shape);
      setText(word, mark.word);
      setAttribute(made, 'class', `verdict ${mark.tone}`);
      setAttribute(made, 'title', run.reason);
    },
  };
}

function probabilityContent(actions: Actions, id: string): CellContent {
  const fill = element('span', { class: 'fill' });
  const bar = element('span', { class: 'bar', 'aria-hidden': 'true' }, fill);
  const text = element('span', { class: 'figure' });
  const missing = element('span', { class: 'quiet missing' });
  const ask = element(
    'button',
    { type: 'button', class: 'text-button', tabindex: -1, title: 'Set target and deadline' },
    'Set target…',
  );
  ask.addEventListener('click', (event) => {
    event.stopPropagation();
    actions.send({ type: 'set-target', run: id });
  });
  const made = element('span', { class: 'probability' }, bar, text, missing, ask);
  return {
    element: made,
    update: ({ run }) => {
      const { tone } = markOf(run);
      const probability = run.status === 'reached' ? 1 : run.probability;
      const isKnown = run.task !== null && !Number.isNaN(probability) && tone !== 'quiet';
      setShown(bar, isKnown);
      setShown(text, isKnown);
      setShown(missing, run.task !== null && !isKnown);
      setShown(ask, run.task === null);
      setAttribute(made, 'title', run.reason);
      if (isKnown) {
        setText(text, probabilityText(run));
        setStyle(fill, 'width', `${Math.max(1, probability * 100)}%`);
        setAttribute(bar, 'class', `bar ${tone}`);
      } else setText(missing, missingClause(run));
    },
  };
}

function forecastContent(): CellContent {
  const forecast = element('span', { class: 'figure' });
  const target = element('span', { class: 'quiet' });
  const made = element('span', { class: 'forecast' }, forecast, target);
  return {
    element: made,
    update: ({ run, view }) => {
      const text = forecastText(run, view);
      setText(forecast, text.forecast);
      setShown(forecast, text.forecast !== '');
      setText(target, text.target);
      const interval = view?.interval80 ?? null;
      setAttribute(
        made,
        'title',
        interval === null || text.forecast === ''
          ? null
          : `80 % interval: ${formatLoss(interval[0])} to ${formatLoss(interval[1])}`,
      );
    },
  };
}

function sparklineContent(): CellContent {
  const path = svgElement('path', {
    fill: 'none',
    'stroke-width': 1.25,
    'stroke-linejoin': 'round',
  });
  const picture = svgElement(
    'svg',
    {
      class: 'sparkline',
      width: SPARKLINE.width,
      height: SPARKLINE.height + 2,
      viewBox: `0 -1 ${SPARKLINE.width} ${SPARKLINE.height + 2}`,
      role: 'img',
    },
    path,
  );
  const made = element('span', {}, picture);
  let shown: readonly number[] = [];
  return {
    element: made,
    update: ({ run, look }) => {
      setAttribute(path, 'stroke', runColour(look.colour));
      if (run.recent.length === shown.length && run.recent.every((value, i) => Object.is(value, shown[i])))
        return;
      shown = run.recent;
      setAttribute(path, 'd', sparklinePath(run.recent));
      setAttribute(picture, 'aria-label', recentText(run.recent));
    },
  };
}

function recentText(recent: readonly number[]): string {
  const [first, last] = [recent.at(0), recent.at(-1)];
  if (first === undefined || last === undefined) return 'No losses yet';
  return `From ${formatLoss(first)} to ${formatLoss(last)} over the last ${recent.length} points`;
}

function freshnessContent(): CellContent {
  const made = element('span', { class: 'freshness' });
  return {
    element: made,
    update: ({ run, now }) => {
      const freshness = freshnessOf(run, now);
      setText(made, freshness.text);
      setAttribute(made, 'title', freshness.detail);
      setAttribute(made, 'class', `freshness ${freshness.tone}`);
    },
  };
}

function actionsContent(actions: Actions, id: string): CellContent {
  const made = element('span', { class: 'actions' });
  const send = (message: FromDashboard) => (): void => {
    actions.send(message);
  };
  const buttons = [
    actionButton('target', 'Set target and deadline', send({ type: 'set-target', run: id })),
    actionButton('log', 'Open log', send({ type: 'open-log', run: id })),
    actionButton('why', 'Why is this shown so?', send({ type: 'explain', run: id })),
  ];
  made.append(...buttons.map(({ button }) => button));
  return {
    element: made,
    update: ({ run }) => {
      for (const { button, title } of buttons) setAttribute(button, 'aria-label', `${title}: ${run.name}`);
    },
  };
}

function actionButton(
  name: IconName,
  title: string,
  clicked: () => void,
): { readonly button: HTMLButtonElement; readonly title: string } {
  const button = element('button', { type: 'button', class: 'icon-button', title, tabindex: -1 }, icon(name));
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    clicked();
  });
  return { button, title };
}

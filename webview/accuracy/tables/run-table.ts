import { formatLoss } from '../../../src/base/number-format.js';
import type { AccuracyPrediction } from '../../../src/protocol/analysis.js';
import { listed } from '../../shared/counted.js';
import { element, setShown, setText } from '../../shared/elements.js';
import { lossFigure } from '../../shared/loss-figure.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { errorText, fractionText } from '../../shared/share-text.js';
import { columnHeading, figureCell, markBest, rowHeading } from '../../shared/table-parts.js';
import type { Method } from '../methods.js';
import type { AnswerPage } from '../page.js';
import { methodSwatch } from './method-swatch.js';

interface RunLine {
  readonly name: string;
  readonly actual: number;
  readonly predictions: ReadonlyMap<string, AccuracyPrediction>;
}

/** The forecasts from one share of the data, run by run: what was predicted, what came, and how far off that was. */
export class RunTable {
  readonly element: HTMLElement;
  private readonly title = element('h2');
  private readonly table = element('table', { class: 'plain', 'data-testid': 'runs' });
  private readonly tooShort = element('p', { class: 'quiet note', 'data-testid': 'too-short' });
  private shown = '';
  private shownAnswer: unknown = null;

  constructor() {
    this.element = element(
      'section',
      { class: 'table-part' },
      this.title,
      scrollRegion('Forecasts run by run', this.table),
      this.tooShort,
    );
  }

  update({ answer, methods, fraction }: AnswerPage): void {
    const key = JSON.stringify([methods, fraction]);
    if (key === this.shown && answer === this.shownAnswer) return;
    this.shown = key;
    this.shownAnswer = answer;
    const inForce = methods.find((method) => method.inForce);
    setText(
      this.title,
      `Run by run from ${fractionText(fraction)} of the data${inForce === undefined ? '' : `, the worst for ${inForce.title} first`}`,
    );
    const lines = linesOf(answer.predictions, fraction);
    const error = (line: RunLine): number =>
      line.predictions.get(inForce?.name ?? '')?.relativeError ?? -Infinity;
    lines.sort((a, b) => error(b) - error(a));
    const shownMethods = methods.filter(({ name }) => lines.some(({ predictions }) => predictions.has(name)));
    this.table.replaceChildren(
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columnHeading('Run', null),
          columnHeading('Actual', 'The latest loss: what every method was asked for', { class: 'figure' }),
          ...shownMethods.map(heading),
        ),
      ),
      element('tbody', {}, ...lines.map((line) => rowFor(line, shownMethods))),
    );
    const { tooShort } = answer;
    setShown(this.tooShort, tooShort.length > 0);
    setText(this.tooShort, `Too short to look back on (fewer than 20 reports): ${listed(tooShort)}.`);
  }
}

function heading(method: Method): HTMLElement {
  const detail = `What ${method.title} predicted, and how far off that was`;
  const made = columnHeading('', detail, { class: 'figure' });
  made.append(methodSwatch(method), method.title);
  return made;
}

function rowFor({ name, actual, predictions }: RunLine, methods: readonly Method[]): HTMLElement {
  const least = errorText(Math.min(...[...predictions.values()].map(({ relativeError }) => relativeError)));
  const cells = methods.map((method) => {
    const prediction = predictions.get(method.name);
    if (prediction === undefined) return figureCell('–', `${method.title} had no forecast`);
    const { predicted, relativeError } = prediction;
    const cell = figureCell(
      '',
      `${name}: ${method.title} predicted ${formatLoss(predicted, 4)}, ${formatLoss(actual, 4)} came: off by ${errorText(relativeError)}, too ${predicted < actual ? 'low' : 'high'}`,
    );
    cell.append(
      element('span', { class: 'quiet' }, lossFigure(predicted)),
      element('span', { class: 'error' }, errorText(relativeError)),
    );
    markBest(cell, errorText(relativeError) === least);
    return cell;
  });
  return element('tr', {}, rowHeading(name, null), figureCell(lossFigure(actual), null), ...cells);
}

function linesOf(predictions: readonly AccuracyPrediction[], fraction: number): RunLine[] {
  const lines = new Map<string, RunLine & { readonly predictions: Map<string, AccuracyPrediction> }>();
  for (const prediction of predictions) {
    if (prediction.fraction !== fraction) continue;
    const { run, name, actual, method } = prediction;
    const line = lines.get(run) ?? { name, actual, predictions: new Map() };
    line.predictions.set(method, prediction);
    lines.set(run, line);
  }
  return [...lines.values()];
}

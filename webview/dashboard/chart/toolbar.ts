import type { RunView } from '../../../src/protocol/runs.js';
import { element, setAttribute, setShown, setText, svgElement } from '../../shared/elements.js';
import { ToggleGroup } from '../../shared/toggles.js';
import { DEFAULT_CHOICES, type XAxis } from '../choices.js';
import { homeLook } from '../look/look.js';
import { makeSwatch } from '../look/swatch.js';
import type { Actions, Page } from '../page.js';
import { methodsShown, type Method } from './methods.js';

const AXES: readonly (readonly [id: XAxis, label: string, title: string])[] = [
  ['step', 'Step', 'Training steps along the x axis'],
  ['data', 'Data', 'Samples processed along the x axis'],
  ['time', 'Time', 'Clock time along the x axis'],
];

/** SVG's dash pattern for each of Plotly's names. */
const DASHES: Readonly<Record<string, string>> = {
  dash: '6 3',
  dot: '1.5 2',
  dashdot: '5 2.5 1.5 2.5',
  longdash: '8 3',
  longdashdot: '8 2.5 1.5 2.5',
};

/** The chart's controls: methods, axes, smoothing, and who is selected. */
export class Toolbar {
  readonly element: HTMLElement;
  private readonly methods: ToggleGroup;
  private readonly axes: ToggleGroup;
  private readonly scales: ToggleGroup;
  private readonly slider: HTMLInputElement;
  private readonly weight = element('output', { class: 'figure' });
  private readonly names = element('span', { class: 'names' });
  private readonly automatic: HTMLButtonElement;
  private readonly resetZoom: HTMLButtonElement;
  private page: Page | null = null;
  private shownMethods: readonly Method[] = [];
  private shownNames = '';
  private shownLooks: Page['looks'] | null = null;

  constructor(private readonly actions: Actions) {
    this.methods = new ToggleGroup('Forecasts shown', (id) => {
      this.toggleMethod(id);
    });
    this.axes = new ToggleGroup('X axis', (id) => {
      const axis = AXES.find(([candidate]) => candidate === id);
      if (axis !== undefined) actions.choose({ xAxis: axis[0], zoom: null });
    });
    this.axes.setToggles(AXES.map(([id, label, title]) => ({ id, label, title })));
    this.scales = new ToggleGroup('Logarithmic axes', (id) => {
      const choices = this.page?.choices ?? DEFAULT_CHOICES;
      actions.choose(id === 'x' ? { logX: !choices.logX, zoom: null } : { logY: !choices.logY, zoom: null });
    });
    this.scales.setToggles([
      { id: 'x', label: 'log x', title: 'Logarithmic x axis (data and steps; time is linear)' },
      { id: 'y', label: 'log y', title: 'Logarithmic loss axis' },
    ]);
    this.slider = element('input', {
      type: 'range',
      min: 0,
      max: 0.99,
      step: 0.01,
      title: 'Weight of the past in the moving average of each curve',
    });
    this.slider.addEventListener('input', () => {
      actions.choose({ smoothing: this.slider.valueAsNumber });
    });
    this.automatic = textButton(
      'automatic',
      'Let LaiRA select the runs that the next decision is about',
      () => {
        actions.choose({ selected: null });
      },
    );
    this.resetZoom = textButton('Reset zoom', 'Show everything again (double click on the chart)', () => {
      actions.choose({ zoom: null });
    });
    this.element = element(
      'div',
      { class: 'toolbar' },
      this.methods.element,
      this.axes.element,
      this.scales.element,
      element('label', { class: 'smoothing' }, 'Smoothing', this.slider, this.weight),
      this.resetZoom,
      element('span', { class: 'selection' }, this.names, this.automatic),
    );
  }

  update(page: Page, methods: readonly Method[]): void {
    this.page = page;
    const { choices } = page;
    this.shownMethods = methodsShown(methods, choices.methods);
    this.methods.setToggles(
      methods.map(({ id, title, dash }) => ({
        id,
        label: methodLabel(title, dash),
        title: `Forecast by ${title}`,
      })),
    );
    setShown(this.methods.element, methods.length > 0);
    this.methods.setPressed((id) => this.shownMethods.some((method) => method.id === id));
    this.axes.setPressed((id) => id === choices.xAxis);
    this.scales.setPressed((id) => (id === 'x' ? choices.logX && choices.xAxis !== 'time' : choices.logY));
    this.scales.setDisabled('x', choices.xAxis === 'time');
    if (this.slider.valueAsNumber !== choices.smoothing) this.slider.valueAsNumber = choices.smoothing;
    setText(this.weight, choices.smoothing.toFixed(2));
    setShown(this.resetZoom, choices.zoom !== null);
    this.showSelection(page);
  }

  private showSelection({ model, selected, looks, choices }: Page): void {
    const runs = model.state?.runs ?? [];
    const shown = selected.flatMap((id) => runs.find((run) => run.id === id) ?? []);
    const names = shown.map(({ name }) => name);
    const faint = runs.length - names.length;
    const rest = faint > 0 ? ` · ${faint} faint` : '';
    const text = `${names.length === 0 ? 'none' : names.join(', ')}${rest}`;
    if (text !== this.shownNames || looks !== this.shownLooks) {
      this.shownNames = text;
      this.shownLooks = looks;
      this.names.replaceChildren('Selected: ', ...legend(shown, looks), rest);
    }
    setAttribute(this.names, 'title', text);
    setShown(this.automatic, choices.selected !== null);
  }

  private toggleMethod(id: string): void {
    const shown = this.shownMethods.map((method) => method.id);
    this.actions.choose({
      methods: shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id],
    });
  }
}

/** Names after the marks of their lines. */
function legend(runs: readonly RunView[], looks: Page['looks']): (Node | string)[] {
  if (runs.length === 0) return ['none'];
  return runs.flatMap(({ id, name, colour }, i) => {
    const mark = makeSwatch();
    mark.update(looks.get(id) ?? homeLook(colour));
    return [mark.element, i < runs.length - 1 ? `${name}, ` : name];
  });
}

/** A method's name after a piece of its line: the buttons are the legend. */
function methodLabel(title: string, dash: string): Node {
  const line = svgElement('line', {
    x1: 0,
    x2: 20,
    y1: 4,
    y2: 4,
    stroke: 'currentColor',
    'stroke-width': 1.5,
    'stroke-dasharray': DASHES[dash] ?? 'none',
  });
  const sample = svgElement(
    'svg',
    { width: 20, height: 8, viewBox: '0 0 20 8', 'aria-hidden': 'true' },
    line,
  );
  return element('span', { class: 'method' }, sample, title);
}

function textButton(label: string, title: string, clicked: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'text-button', title, hidden: true }, label);
  button.addEventListener('click', clicked);
  return button;
}

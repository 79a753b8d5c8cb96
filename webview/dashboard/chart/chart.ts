import Plotly, { type PlotlyHTMLElement, type PlotRelayoutEvent } from 'plotly.js-dist';
import { TextMeasure } from '../../shared/chart/text-measure.js';
import { element, setAttribute, setShown, setText } from '../../shared/elements.js';
import { onThemeChange, readTheme, type ChartTheme } from '../../shared/theme.js';
import type { XAxis } from '../choices.js';
import type { Actions, Page } from '../page.js';
import type { CursorPoint } from './cursor-point.js';
import { Cursor } from './cursor.js';
import { makeFigure, type Figure } from './figure.js';
import type { Point } from './labels.js';
import { changesSummary } from './marks.js';
import { methodsOf, methodsShown } from './methods.js';
import { forecastReadout, reportReadout } from './readout.js';
import { restAfter } from './rest.js';
import { SeriesCache } from './series.js';
import { chartSummary } from './summary.js';
import { Toolbar } from './toolbar.js';

/** Written by the page itself: Plotly measures all ticks to place a title. */
const AXIS_TITLES: Readonly<Record<XAxis, string>> = {
  step: 'step',
  data: 'data processed (samples)',
  time: 'time',
};

const CONFIG = { displayModeBar: false, doubleClick: false, scrollZoom: false, showTips: false } as const;

/** How many parts of the chart's key new points change. */
const DATA_PARTS = 3;

/**
 * The chart with its controls and the line of values above it. Draws only when something that it shows has changed. A
 * person's own change is drawn at once; new points wait until the page had more time for itself than the last drawing
 * took, so that a slow machine draws less often instead of becoming sluggish.
 */
export class Chart {
  readonly element: HTMLElement;
  private readonly toolbar: Toolbar;
  private readonly readout = element('p', { class: 'readout' });
  private readonly spoken = element('p', { class: 'unseen', 'aria-live': 'polite' });
  private readonly note = element('p', { class: 'chart-note', hidden: true });
  private readonly axisTitle = element('p', { class: 'axis-title', 'aria-hidden': 'true' });
  private readonly plot = element('div', { class: 'plot' });
  private readonly box: HTMLElement;
  private readonly cursor: Cursor;
  private readonly series = new SeriesCache();
  private readonly measure = new TextMeasure();
  private theme: ChartTheme = readTheme();
  private themeChanges = 0;
  private labels: ReadonlyMap<string, Point> = new Map();
  private page: Page | null = null;
  private cursorPoint: CursorPoint | null = null;
  private drawnKey: readonly unknown[] = [];
  private size = { width: 0, height: 0 };
  private isDrawing = false;
  private isDragging = false;
  /** When the next drawing may begin, on the page's own clock. */
  private restUntil = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param drawn told the revision that the chart now shows */
  constructor(
    private readonly actions: Actions,
    private readonly drawn: (revision: number) => void,
  ) {
    this.toolbar = new Toolbar(actions);
    this.box = element(
      'div',
      {
        class: 'chart-box',
        'data-testid': 'chart',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'chart',
      },
      this.plot,
      this.axisTitle,
      this.note,
    );
    this.element = element(
      'section',
      { class: 'chart', 'aria-label': 'Loss curves and forecasts' },
      this.toolbar.element,
      this.readout,
      this.box,
      this.spoken,
    );
    this.cursor = new Cursor(
      this.box,
      (run) => this.colourOf(run),
      (point, byKeyboard) => {
        this.showCursor(point, byKeyboard);
      },
    );
    this.watch();
  }

  update(page: Page): void {
    this.page = page;
    const { state } = page.model;
    if (state === null) return;
    this.toolbar.update(page, methodsOf(state, page.model.forecasts));
    setText(this.axisTitle, AXIS_TITLES[page.choices.xAxis]);
    this.showReadout();
    this.drawIfChanged();
  }

  private watch(): void {
    onThemeChange(() => {
      this.theme = readTheme();
      this.themeChanges += 1;
      this.drawIfChanged();
    });
    // Asking for the size at every update would make the browser lay out the page each time.
    new ResizeObserver(() => {
      this.size = { width: this.box.clientWidth, height: this.box.clientHeight };
      this.drawIfChanged();
    }).observe(this.box);
    // A redraw under a drag would take the zoom box away from the pointer.
    this.plot.addEventListener('pointerdown', () => {
      this.isDragging = true;
    });
    for (const end of ['pointerup', 'pointercancel']) {
      window.addEventListener(end, () => {
        if (!this.isDragging) return;
        this.isDragging = false;
        setTimeout(() => {
          this.drawIfChanged();
        });
      });
    }
  }

  /** Everything that the picture depends on, compared by identity; the parts that only new points change come first. */
  private key(page: Page): readonly unknown[] {
    const { model, choices, selected, looks, highlighted, now } = page;
    const runs = (model.state?.runs ?? []).map(
      ({ id, name, status, task, changes }) =>
        `${id} ${name} ${status} ${task?.target ?? ''} ${task?.deadline ?? ''} ${changes.length}`,
    );
    return [
      model.curves,
      model.forecasts,
      choices.xAxis === 'time' ? Math.floor(now / 5000) : 0,
      runs.join('\n'),
      choices,
      looks,
      selected.join('\n'),
      highlighted,
      this.themeChanges,
      this.size.width,
      this.size.height,
    ];
  }

  private drawIfChanged(): void {
    const { page } = this;
    if (page === null || this.isDrawing || this.isDragging) return;
    const key = this.key(page);
    if (key.every((part, i) => part === this.drawnKey[i])) {
      this.drawn(page.model.revision);
      return;
    }
    if (this.size.width === 0 || this.size.height === 0) {
      // Nothing of it is on the page: there is nothing to wait for.
      this.drawn(page.model.revision);
      return;
    }
    const isOwnChange = key.slice(DATA_PARTS).some((part, i) => part !== this.drawnKey[i + DATA_PARTS]);
    const wait = isOwnChange ? 0 : this.restUntil - performance.now();
    if (wait > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.drawIfChanged();
      }, wait);
      return;
    }
    this.drawnKey = key;
    void this.draw(page);
  }

  private async draw(page: Page): Promise<void> {
    this.isDrawing = true;
    const began = performance.now();
    try {
      const figure = this.compose(page);
      if (figure === null) return;
      await this.render(figure);
      this.labels = figure.labels;
      this.cursor.follow(figure);
      this.showNote(page, figure);
    } finally {
      const ended = performance.now();
      this.restUntil = ended + restAfter(ended - began);
      this.isDrawing = false;
    }
    this.drawn(page.model.revision);
    // What arrived in the meantime.
    if (this.page !== page) this.drawIfChanged();
  }

  private compose(page: Page): Figure | null {
    const { model, choices, selected, looks, highlighted, now } = page;
    if (model.state === null) return null;
    const strong =
      highlighted === null || selected.includes(highlighted) ? selected : [...selected, highlighted];
    return makeFigure({
      state: model.state,
      curves: model.curves,
      forecasts: model.forecasts,
      choices,
      strong,
      looks,
      highlighted,
      methods: methodsShown(methodsOf(model.state, model.forecasts), choices.methods),
      theme: this.theme,
      ...this.size,
      now,
      series: this.series,
      measure: (text, bold) => this.measure.width(text, bold, this.theme),
      labels: this.labels,
    });
  }

  private async render({ traces, layout }: Figure): Promise<void> {
    const isFirst = !('on' in this.plot);
    await Plotly.react(this.plot, traces, layout, CONFIG);
    if (!isFirst) return;
    const plot = this.plot as unknown as PlotlyHTMLElement;
    plot.on('plotly_relayout', (event) => {
      this.zoomed(event);
    });
    plot.on('plotly_doubleclick', () => {
      this.actions.choose({ zoom: null });
    });
  }

  /** The page keeps the zoom, so that no update resets it. */
  private zoomed(event: PlotRelayoutEvent): void {
    const changed = Object.keys(event).some((key) => /^[xy]axis\.range/.test(key));
    const { xaxis, yaxis } = (this.plot as unknown as PlotlyHTMLElement).layout;
    const x = rangeOf(xaxis?.range);
    const y = rangeOf(yaxis?.range);
    if (changed && x !== undefined && y !== undefined) this.actions.choose({ zoom: { x, y } });
  }

  private showCursor(point: CursorPoint | null, byKeyboard: boolean): void {
    this.cursorPoint = point;
    this.showReadout();
    if (byKeyboard) setText(this.spoken, point === null ? '' : (this.cursorText() ?? ''));
  }

  private showReadout(): void {
    const state = this.page?.model.state;
    if (this.page === null || state === null || state === undefined) return;
    const summary = chartSummary(state, this.page.selected, this.page.now);
    const text = this.cursorText() ?? summary;
    setText(this.readout, text);
    setAttribute(this.readout, 'title', text);
    setAttribute(
      this.box,
      'aria-label',
      `Loss curves. ${summary}. ${changesSummary(state, this.page.selected)}Arrow keys step through the points of a run, up and down change the run.`,
    );
  }

  private cursorText(): string | undefined {
    const { page, cursorPoint } = this;
    const state = page?.model.state ?? null;
    const run = state?.runs.find((candidate) => candidate.id === cursorPoint?.run);
    if (page === null || state === null || cursorPoint === null || run === undefined) return undefined;
    const { model, now } = page;
    if (cursorPoint.kind === 'report') {
      const curve = model.curves.get(run.id);
      if (curve === undefined || cursorPoint.index >= curve.loss.length) return undefined;
      return reportReadout(run, curve, cursorPoint, now);
    }
    const methods = methodsShown(methodsOf(state, model.forecasts), page.choices.methods);
    return forecastReadout(run, model.forecasts.get(run.id) ?? [], methods, cursorPoint, now);
  }

  private showNote(page: Page, { offAxis }: Figure): void {
    const isEmpty = page.model.curves.size === 0;
    const text = isEmpty
      ? 'No losses to draw yet.'
      : offAxis > 0
        ? `${offAxis} points at or below 0 are not on the logarithmic axes.`
        : '';
    setText(this.note, text);
    setShown(this.note, text !== '');
  }

  private colourOf(run: string): string {
    return this.theme.runs[this.page?.looks.get(run)?.colour ?? 0] ?? 'currentColor';
  }
}

function rangeOf(range: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(range)) return undefined;
  const [low, high] = range.map(Number);
  if (low === undefined || high === undefined) return undefined;
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
}

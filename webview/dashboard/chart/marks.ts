import type { Layout } from 'plotly.js-dist';
import { formatCount } from '../../../src/base/count-format.js';
import type { MonitorState, RunView } from '../../../src/protocol/runs.js';
import { toPixel, toValue } from '../../shared/chart/scale.js';
import { withAlpha, type ChartTheme } from '../../shared/theme.js';
import type { Curve } from '../curve.js';
import { escapeMarkup } from './escape-markup.js';
import type { FigureInput } from './figure-input.js';
import type { Frame } from './frame.js';
import type { Point } from './labels.js';
import type { Trace } from './traces.js';

/** Rows of labels at the top of the plot; a change without room in them keeps its line alone. */
const ROWS = 3;
/** Pixels between a change's line and its label, and between labels. */
const GAP = 4;

/** A change of regime on the chart: a thin line over the whole height, with a label at its top where there is room. */
export interface Mark {
  readonly x: number;
  readonly colour: string;
  readonly label: MarkLabel | null;
}

interface MarkLabel {
  readonly text: string;
  /** Centre, and half its size, in pixels of the plot. */
  readonly centre: Point;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** Marks of all changes that lie in the plot, from left to right. */
export function makeMarks(
  runs: readonly { readonly run: RunView; readonly colour: string }[],
  frame: Frame,
  input: Pick<FigureInput, 'choices' | 'measure' | 'theme'>,
): Mark[] {
  const rowEnds = new Array<number>(ROWS).fill(-Infinity);
  const height = input.theme.fontSize * 1.25;
  const named = runs.length > 1;
  return runs
    .flatMap(({ run, colour }) =>
      run.changes.map((change) => ({
        x: change[input.choices.xAxis],
        text: named ? `${run.name}: ${change.label}` : change.label,
        colour,
      })),
    )
    .map((mark) => ({ ...mark, pixel: toPixel(frame.x, mark.x) }))
    .filter(({ pixel }) => pixel >= 0 && pixel <= frame.x.highPixel)
    .sort((a, b) => a.pixel - b.pixel)
    .map(({ x, colour, text, pixel }): Mark => {
      const width = input.measure(text, false);
      const row = rowEnds.findIndex((end) => pixel + GAP > end);
      const end = pixel + GAP + width;
      if (row < 0 || end > frame.x.highPixel) return { x, colour, label: null };
      rowEnds[row] = end + GAP;
      const centre = { x: pixel + GAP + width / 2, y: GAP + height * (row + 0.5) };
      return { x, colour, label: { text, centre, halfWidth: width / 2, halfHeight: height / 2 } };
    });
}

/** Points that the names and targets of runs must keep clear of. */
export function markObstacles(marks: readonly Mark[]): Point[] {
  return marks.flatMap(({ label }) =>
    label === null
      ? []
      : [-1, -0.5, 0, 0.5, 1].map((share) => ({
          x: label.centre.x + share * label.halfWidth,
          y: label.centre.y,
        })),
  );
}

export function markShapes(marks: readonly Mark[]): NonNullable<Layout['shapes']> {
  return marks.map(({ x, colour }) => ({
    type: 'line',
    xref: 'x',
    yref: 'paper',
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    line: { color: withAlpha(colour, 0.6), width: 1, dash: 'solid' },
    layer: 'below',
  }));
}

export function markTrace(marks: readonly Mark[], frame: Frame, theme: ChartTheme): Trace {
  const shown = marks.flatMap(({ label, colour }) => (label === null ? [] : [{ ...label, colour }]));
  return {
    type: 'scatter',
    hoverinfo: 'skip',
    mode: 'text',
    x: shown.map(({ centre }) => toValue(frame.x, centre.x)),
    y: shown.map(({ centre }) => toValue(frame.y, centre.y)),
    text: shown.map(({ text }) => escapeMarkup(text)),
    textposition: 'middle center',
    textfont: { color: shown.map(({ colour }) => colour), size: theme.fontSize },
  };
}

/** The changes of the selected runs for those who do not see the chart; empty where there are none. */
export function changesSummary(state: MonitorState, selected: readonly string[]): string {
  return selected
    .flatMap((id) => state.runs.filter((run) => run.id === id))
    .flatMap((run) =>
      run.changes.map(({ label, step }) => `${run.name}, step ${formatCount(step)}: ${label}. `),
    )
    .join('');
}

/** What changed between the point before and this one; empty where nothing did. @param index in the curve */
export function changesAt(run: RunView, curve: Curve, index: number): string {
  const after = index === 0 ? -Infinity : curve.data[index - 1]!;
  return run.changes
    .filter(({ data }) => data > after && data <= curve.data[index]!)
    .map(({ label }) => label)
    .join(', ');
}

import { formatLoss } from '../../../src/base/number-format.js';
import type { RunView } from '../../../src/protocol/runs.js';
import { toPixel, toValue } from '../../shared/chart/scale.js';
import { escapeMarkup } from './escape-markup.js';
import type { FigureInput } from './figure-input.js';
import type { Frame } from './frame.js';
import { placeLabels, placesAlong, placesAround, type LabelRequest, type Point } from './labels.js';
import type { TargetPoint } from './target.js';
import { TARGET_BAR, type Trace } from './traces.js';

/** A strong run with all that its labels must stand beside or keep clear of. */
export interface LabelledRun {
  readonly run: RunView;
  readonly colour: string;
  /** Index of the mark on its line. */
  readonly mark: number;
  readonly target: TargetPoint | null;
  /** The smoothed line, in pixels. */
  readonly line: readonly Point[];
  /** The first forecast, in pixels. */
  readonly lead: readonly Point[];
  /** All forecasts, in pixels. */
  readonly ahead: readonly Point[];
}

interface Label extends LabelRequest {
  readonly text: string;
  readonly colour: string;
}

/** Runs beyond this number would cover the picture with names; the table tells them. */
const LABELLED = 12;
const LONGEST = 28;

/**
 * The names beside their lines and the targets beside their bars, as one trace of texts.
 * @param taken points that other texts cover
 */
export function labelTraces(
  runs: readonly LabelledRun[],
  frame: Frame,
  input: Pick<FigureInput, 'measure' | 'labels' | 'theme'>,
  taken: readonly Point[],
): { readonly trace: Trace; readonly places: Map<string, Point> } {
  const labelled = runs.slice(0, LABELLED);
  const targets = labelled.flatMap((run) => targetLabel(run, frame, input) ?? []);
  const names = labelled.map((run) => nameLabel(run, frame, input));
  const obstacles = [
    ...taken,
    ...labelled.flatMap(({ line, ahead, target }) => [
      ...line,
      ...ahead,
      ...(target === null ? [] : barPoints(target, frame)),
    ]),
  ];
  const labels = [...targets, ...names];
  const plot = { width: frame.x.highPixel, height: frame.y.lowPixel };
  const places = placeLabels(labels, obstacles, plot, input.labels);
  const shown = labels.flatMap((label) => {
    const place = places.get(label.key);
    return place === undefined ? [] : [{ ...label, place }];
  });
  return {
    trace: {
      type: 'scatter',
      hoverinfo: 'skip',
      mode: 'text',
      x: shown.map(({ place }) => toValue(frame.x, place.x)),
      y: shown.map(({ place }) => toValue(frame.y, place.y)),
      text: shown.map(({ text }) => text),
      textposition: 'middle center',
      textfont: { color: shown.map(({ colour }) => colour), size: input.theme.fontSize },
      cliponaxis: false,
    },
    places,
  };
}

function nameLabel(run: LabelledRun, frame: Frame, input: Pick<FigureInput, 'measure' | 'theme'>): Label {
  const name = run.run.name.length > LONGEST ? `…${run.run.name.slice(1 - LONGEST)}` : run.run.name;
  const size = { width: input.measure(name, true) + 4, height: input.theme.fontSize * 1.25 };
  const inside = run.line.filter(({ x }) => x > size.width * 0.5 && x < frame.x.highPixel - size.width * 0.5);
  return {
    ...size,
    key: `name ${run.run.id}`,
    text: `<b>${escapeMarkup(name)}</b>`,
    colour: run.colour,
    places: placesAlong(sample(inside.length > 0 ? inside : run.line, 32), size),
  };
}

function targetLabel(
  { run, target, colour }: LabelledRun,
  frame: Frame,
  input: Pick<FigureInput, 'measure' | 'theme'>,
): Label | undefined {
  if (target === null) return undefined;
  const text = `target ${formatLoss(target.loss)}`;
  const size = { width: input.measure(text, false) + 4, height: input.theme.fontSize * 1.25 };
  const point = { x: toPixel(frame.x, target.x), y: toPixel(frame.y, target.loss) };
  return {
    ...size,
    key: `target ${run.id}`,
    text,
    colour,
    places: placesAround(point, size, TARGET_BAR + 4),
  };
}

/** A bar's ends and middle, so that no text is written across it. */
function barPoints(target: TargetPoint, frame: Frame): Point[] {
  const x = toPixel(frame.x, target.x);
  const y = toPixel(frame.y, target.loss);
  return [-TARGET_BAR, -TARGET_BAR / 2, 0, TARGET_BAR / 2, TARGET_BAR].map((offset) => ({
    x: x + offset,
    y,
  }));
}

function sample(points: readonly Point[], count: number): Point[] {
  if (points.length <= count) return [...points];
  return Array.from(
    { length: count },
    (_, i) => points[Math.round((i * (points.length - 1)) / (count - 1))]!,
  );
}

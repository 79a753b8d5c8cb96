import { toPixel, toValue } from '../../shared/chart/scale.js';
import { markSymbol } from '../look/mark-shape.js';
import type { LabelledRun } from './label-traces.js';
import type { Frame } from './frame.js';
import type { Point } from './labels.js';
import type { Trace } from './traces.js';

/** Pixels from mark to mark. */
const SPACING = 92;
/** Pixels by which a mark may miss its place where the line has no point there. */
const TOLERANCE = 14;
/** Pixels. */
const SIZE = 9;
/** How far the marks of neighbouring runs are shifted against each other, as parts of the spacing. */
const SHIFTS = [0, 0.5, 0.25, 0.75] as const;

/**
 * Marks along the lines of runs that colours alone would not tell apart, on their forecasts and on their targets, as
 * one trace. They stand at fixed places of the plot: new points do not make them wander.
 */
export function lineMarkTrace(runs: readonly LabelledRun[], frame: Frame): Trace {
  const marks = runs.flatMap(({ mark, colour, line, lead, target }, i) => {
    const symbol = markSymbol(mark);
    if (symbol === null) return [];
    const shift = SPACING * SHIFTS[i % SHIFTS.length]!;
    const end = line.findLast((point) => isInside(point, frame));
    const places = [
      ...placesOn(line, shift, frame),
      ...(end === undefined ? [] : [end]),
      ...placesOn(lead, shift, frame),
      ...(target === null ? [] : [{ x: toPixel(frame.x, target.x), y: toPixel(frame.y, target.loss) }]),
    ];
    return places.map((place) => ({ ...place, symbol, colour }));
  });
  return {
    type: 'scatter',
    hoverinfo: 'skip',
    mode: 'markers',
    x: marks.map(({ x }) => toValue(frame.x, x)),
    y: marks.map(({ y }) => toValue(frame.y, y)),
    marker: {
      symbol: marks.map(({ symbol }) => symbol),
      size: SIZE,
      opacity: 1,
      color: marks.map(({ colour }) => colour),
      line: { width: 0 },
    },
  };
}

/** The points of a line that are nearest to every place. @param points from left to right, interrupted by restarts */
function placesOn(points: readonly Point[], shift: number, frame: Frame): Point[] {
  const places: Point[] = [];
  for (let x = shift; x <= frame.x.highPixel; x += SPACING) {
    let best: Point | undefined;
    for (const point of points) {
      const distance = Math.abs(point.x - x);
      if (distance <= TOLERANCE && distance < Math.abs((best?.x ?? Infinity) - x)) best = point;
    }
    if (best !== undefined && isInside(best, frame)) places.push(best);
  }
  return places;
}

function isInside({ x, y }: Point, frame: Frame): boolean {
  return x >= 0 && x <= frame.x.highPixel && y >= 0 && y <= frame.y.lowPixel;
}

import { svgText } from '../../shared/chart/svg-text.js';
import { svgElement } from '../../shared/elements.js';
import { runColour } from '../../shared/theme.js';
import type { ChartLayout, Line, Point } from './layout.js';
import { markerPath } from './marker.js';

/** What the x axis means, and half the pixels that the words need; the shorter one where there is less room. */
const AXIS_TITLE = { text: 'share of the data that the method was shown', half: 140 };
const SHORT_AXIS_TITLE = { text: 'share of the data', half: 60 };

/** Draws the chart; its colours are the style sheet's, so that a change of theme needs no new picture. */
export function drawChart(layout: ChartLayout): SVGElement[] {
  const ordered = [...layout.lines].sort((a, b) => weight(a) - weight(b));
  return [...drawAxes(layout), ...ordered.map((line) => drawLine(line, layout))];
}

function drawAxes({ left, right, top, bottom, width, xTicks, yTicks }: ChartLayout): SVGElement[] {
  const middle = (left + right) / 2;
  const title = width > 2.4 * AXIS_TITLE.half ? AXIS_TITLE : SHORT_AXIS_TITLE;
  return [
    ...yTicks.map(({ at }) => svgElement('line', { class: 'guide', x1: left, x2: right, y1: at, y2: at })),
    svgElement('line', { class: 'guide', x1: left, x2: right, y1: bottom, y2: bottom }),
    ...yTicks.map(({ at, text }) => svgText(text, { class: 'tick end', x: left - 8, y: at + 4 })),
    ...xTicks.map(({ at, text }) => svgText(text, { class: 'tick middle', x: at, y: bottom + 17 })),
    svgText(title.text, {
      class: 'tick middle',
      x: Math.min(Math.max(middle, title.half), width - title.half),
      y: bottom + 36,
    }),
    svgElement('line', { class: 'share-mark', x1: 0, x2: 0, y1: top, y2: bottom }),
  ];
}

function drawLine({ method, points, labelY }: Line, { right, isLabelled }: ChartLayout): SVGElement {
  const { name, colour, inForce, judges, dashes } = method;
  const end = points.at(-1)!;
  const group = svgElement('g', {
    class: `method-line${judges ? ' judges' : ''}${inForce ? ' in-force' : ''}`,
    'data-method': name,
  });
  if (colour !== null) group.style.setProperty('--colour', runColour(colour));
  group.append(svgElement('path', { class: 'curve', d: pathThrough(points), 'stroke-dasharray': dashes }));
  if (isLabelled) {
    group.append(
      svgElement('path', { class: 'leader', d: pathThrough([end, { x: right + 10, y: labelY }]) }),
      svgText(method.title, { class: 'label', x: right + 14, y: labelY + 4 }),
    );
  }
  if (colour !== null) group.append(svgElement('path', { class: 'marks', d: markerPath(colour, points) }));
  return group;
}

/** What matters more is drawn later, on top. */
function weight({ method }: Line): number {
  return Number(method.judges) + Number(method.inForce);
}

function pathThrough(points: readonly Point[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

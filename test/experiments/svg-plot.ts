/** A line with a point at every x. */
export interface Line {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean;
}

export interface LinePanel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly Line[];
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Ticks to label; the ends of an axis are those of its ticks. */
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Half of the error bar; 0 for none. */
  readonly error: number;
  readonly emphasised?: boolean;
}

export interface BarPanel {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly xLabel: string;
  /** A value to mark by a line across the bars. */
  readonly ceiling?: number;
}

/** Okabe and Ito's colours: told apart by everyone. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#888888'];
const PANEL = { width: 330, height: 250 };
const MARGIN = { left: 58, right: 14, top: 30, bottom: 46 };
const LINE_COLUMNS = 2;
const BAR_COLUMNS = 3;
const LEGEND_ROW = 18;
const LEGEND_COLUMN = 120;
const BAR_ROW = 19;
const BAR_LABELS = 96;

/** Panels in rows with one legend below; a label has the same colour in all of them. */
export function linePlot(panels: readonly LinePanel[]): string {
  const labels = [...new Set(panels.flatMap(({ lines }) => lines.map(({ label }) => label)))];
  const colour = (label: string): string => COLOURS[labels.indexOf(label) % COLOURS.length]!;
  const grid = arrange(
    panels.map((panel) => linePanel(panel, colour)),
    LINE_COLUMNS,
    PANEL.height,
  );
  const columns = Math.max(1, Math.floor((grid.width - MARGIN.left) / LEGEND_COLUMN));
  const height = grid.height + LEGEND_ROW * Math.ceil(labels.length / columns) + 8;
  const legend = labels.map((label, i) => {
    const x = MARGIN.left + LEGEND_COLUMN * (i % columns);
    const y = grid.height + 10 + LEGEND_ROW * Math.floor(i / columns);
    const dashed = panels.some(({ lines }) => lines.some((line) => line.label === label && line.dashed));
    return `${stroke(`M${x} ${y}h24`, colour(label), dashed)}${text(x + 30, y + 4, label, 'start')}`;
  });
  return svg(grid.width, height, [...grid.parts, ...legend]);
}

/** Panels of horizontal bars in rows. */
export function barPlot(panels: readonly BarPanel[]): string {
  const rows = Math.max(...panels.map(({ bars }) => bars.length));
  const { width, height, parts } = arrange(
    panels.map(barPanel),
    BAR_COLUMNS,
    MARGIN.top + rows * BAR_ROW + MARGIN.bottom,
  );
  return svg(width, height, parts);
}

function arrange(
  panels: readonly string[],
  columns: number,
  panelHeight: number,
): { readonly width: number; readonly height: number; readonly parts: readonly string[] } {
  const parts = panels.map((panel, i) => {
    const x = PANEL.width * (i % columns);
    const y = panelHeight * Math.floor(i / columns);
    return `<g transform="translate(${x} ${y})">\n${panel}\n</g>`;
  });
  const width = PANEL.width * Math.min(columns, panels.length);
  return { width, height: panelHeight * Math.ceil(panels.length / columns), parts };
}

function linePanel(panel: LinePanel, colour: (label: string) => string): string {
  const left = MARGIN.left;
  const right = PANEL.width - MARGIN.right;
  const bottom = PANEL.height - MARGIN.bottom;
  const x = scale(panel.xTicks, left, right, panel.logX === true);
  const y = scale(panel.yTicks, bottom, MARGIN.top, panel.logY === true);
  const grid = [
    ...panel.xTicks.map(
      (tick) =>
        `${stroke(`M${round(x(tick))} ${MARGIN.top}V${bottom}`, '#e4e4e4')}${text(x(tick), bottom + 15, show(tick), 'middle')}`,
    ),
    ...panel.yTicks.map(
      (tick) =>
        `${stroke(`M${left} ${round(y(tick))}H${right}`, '#e4e4e4')}${text(left - 6, y(tick) + 4, show(tick), 'end')}`,
    ),
  ];
  const lines = panel.lines.map(({ label, points, dashed }) => {
    const places = points
      .filter(([, value]) => Number.isFinite(value))
      .map(([at, value]): [number, number] => [round(x(at)), round(y(value))]);
    const path = places.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${px} ${py}`).join('');
    const dots = places.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="2.5" fill="${colour(label)}"/>`);
    return `${stroke(path, colour(label), dashed)}${dots.join('')}`;
  });
  const middle = (MARGIN.top + bottom) / 2;
  return [
    ...grid,
    ...lines,
    text((left + right) / 2, 18, panel.title, 'middle', 'bold'),
    text((left + right) / 2, bottom + 34, panel.xLabel, 'middle'),
    `<g transform="rotate(-90 14 ${middle})">${text(14, middle, panel.yLabel, 'middle')}</g>`,
  ].join('\n');
}

function barPanel({ title, bars, xLabel, ceiling }: BarPanel): string {
  const left = BAR_LABELS;
  const right = PANEL.width - 30;
  const largest = Math.max(ceiling ?? 0, ...bars.map(({ value, error }) => value + error), 1e-9);
  const x = (value: number): number => left + ((right - left) * value) / largest;
  const bottom = MARGIN.top + bars.length * BAR_ROW;
  const rows = bars.map(({ label, value, error, emphasised }, i) => {
    const top = MARGIN.top + i * BAR_ROW;
    const centre = top + BAR_ROW / 2;
    const fill = emphasised === true ? '#0072b2' : '#9bb8cc';
    const whisker =
      error > 0 ? stroke(`M${round(x(value - error))} ${centre}H${round(x(value + error))}`, '#333') : '';
    return [
      text(left - 6, centre + 4, label, 'end', emphasised === true ? 'bold' : undefined),
      `<rect x="${left}" y="${top + 3}" width="${round(x(value) - left)}" height="${BAR_ROW - 6}" fill="${fill}"/>`,
      whisker,
      text(left + 5, centre + 4, value.toFixed(2), 'start', undefined, emphasised === true ? '#fff' : '#222'),
    ].join('');
  });
  const mark =
    ceiling === undefined
      ? ''
      : stroke(`M${round(x(ceiling))} ${MARGIN.top}V${bottom}`, '#d55e00', true) +
        text(x(ceiling), bottom + 14, `oracle ${ceiling.toFixed(2)}`, 'middle');
  return [
    ...rows,
    mark,
    text(PANEL.width / 2, 18, title, 'middle', 'bold'),
    text(PANEL.width / 2, bottom + 32, xLabel, 'middle'),
  ].join('\n');
}

/** Maps values to pixels, clamped to the ends of the axis. */
function scale(ticks: readonly number[], from: number, to: number, log: boolean): (value: number) => number {
  const place = (value: number): number => (log ? Math.log(Math.max(value, 1e-300)) : value);
  const low = place(Math.min(...ticks));
  const high = place(Math.max(...ticks));
  return (value) => from + (to - from) * Math.min(Math.max((place(value) - low) / (high - low), 0), 1);
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function stroke(path: string, colour: string, dashed = false): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 3"' : ''}/>`;
}

function text(x: number, y: number, content: string, anchor: string, weight?: string, fill = '#222'): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${fill}"${bold}>${escaped}</text>`;
}

function show(value: number): string {
  return value >= 1e4 ? value.toExponential(0).replace('e+', 'e') : String(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

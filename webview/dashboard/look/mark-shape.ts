export type MarkSymbol = 'circle' | 'cross' | 'hourglass' | 'star' | 'triangle-right';

/** One shape, for a swatch and for the chart. None is a shape that a verdict has. */
interface MarkShape {
  /** Plotly's name of it; null for a line without marks. */
  readonly symbol: MarkSymbol | null;
  /** Around 0, 0; 5 from there to its ends. */
  readonly path: string;
}

const SHAPES: readonly MarkShape[] = [
  { symbol: null, path: 'M-4.5 -4.5h9v9h-9z' },
  { symbol: 'circle', path: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z' },
  { symbol: 'cross', path: 'M-1.8 -5.4h3.6v3.6h3.6v3.6h-3.6v3.6h-3.6v-3.6h-3.6v-3.6h3.6z' },
  { symbol: 'hourglass', path: 'M-5 -5h10l-10 10h10z' },
  { symbol: 'star', path: starPath(6, 2.5) },
  { symbol: 'triangle-right', path: 'M-3.5 -5.4v10.8l8.6 -5.4z' },
];

/** How many shapes there are, the line without marks among them. */
export const RUN_MARKS = SHAPES.length;

/** The path of a mark's swatch, around 0, 0. */
export function markPath(mark: number): string {
  return SHAPES[mark]!.path;
}

/** The mark's symbol on a line of the chart; null where the line has none. */
export function markSymbol(mark: number): MarkSymbol | null {
  return SHAPES[mark]!.symbol;
}

/** Five points, one of them upwards. @param outer @param inner radii */
function starPath(outer: number, inner: number): string {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? outer : inner;
    const angle = (Math.PI * i) / 5;
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  });
  return `M${corners.join('L')}z`;
}

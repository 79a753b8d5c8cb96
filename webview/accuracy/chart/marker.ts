import type { Point } from './layout.js';

type Shape = (x: number, y: number) => string;

const SHAPES: readonly Shape[] = [
  (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`,
  (x, y) => `M${x - 3} ${y - 3}h6v6h-6z`,
  (x, y) => `M${x} ${y - 4.2}l4 7h-8z`,
  (x, y) => `M${x} ${y - 4.2}l4.2 4.2l-4.2 4.2l-4.2 -4.2z`,
];

/** The marks along a method's line: a shape of its own, so that colour is not all that tells the lines apart. */
export function markerPath(colour: number, points: readonly Point[]): string {
  const shape = SHAPES[colour % SHAPES.length]!;
  return points.map(({ x, y }) => shape(rounded(x), rounded(y))).join('');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

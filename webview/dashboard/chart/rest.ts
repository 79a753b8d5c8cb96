/** Milliseconds. */
const LONGEST = 1000;

/**
 * How long the page is left to itself after a drawing, before it draws new points.
 * @param drawing how long that took, milliseconds
 * @returns milliseconds: longer than the drawing, and never so long that the chart seems to stand still
 */
export function restAfter(drawing: number): number {
  return Math.min(1.5 * drawing, LONGEST);
}

/**
 * Chooses which points of a line to draw, so that it looks as if all were drawn: of the points in one column of the
 * picture the first, the lowest, the highest and the last (M4; Jugel et al. 2014), and every gap. Of the points outside
 * the plot only those that a line into it starts from.
 * @param pixels x of every point, in pixels of the plot; NaN where the axis has no place for it
 * @param columnWidth in pixels
 * @returns indices in their order
 */
export function visiblePoints(
  pixels: Float64Array,
  y: Float64Array,
  width: number,
  columnWidth: number,
): number[] {
  const kept: number[] = [];
  let column = NaN;
  let members: Extremes | undefined;
  const close = (): void => {
    if (members === undefined) return;
    const { first, lowest, highest, last } = members;
    const chosen = [first, Math.min(lowest, highest), Math.max(lowest, highest), last];
    for (const index of chosen) if (kept.at(-1) !== index) kept.push(index);
    members = undefined;
  };
  for (let i = 0; i < pixels.length; i++) {
    const pixel = pixels[i]!;
    if (Number.isNaN(pixel) || !isNear(pixels, i, width)) continue;
    const value = y[i]!;
    if (Number.isNaN(value)) {
      close();
      kept.push(i);
      column = NaN;
      continue;
    }
    const own = Math.floor(pixel / columnWidth);
    if (own !== column) {
      close();
      column = own;
    }
    if (members === undefined) {
      members = { first: i, lowest: i, highest: i, last: i };
    } else {
      members.last = i;
      if (value < y[members.lowest]!) members.lowest = i;
      if (value > y[members.highest]!) members.highest = i;
    }
  }
  close();
  return kept;
}

interface Extremes {
  first: number;
  lowest: number;
  highest: number;
  last: number;
}

/** Whether a point or one of its neighbours lies in the plot. */
function isNear(pixels: Float64Array, index: number, width: number): boolean {
  for (let i = Math.max(0, index - 1); i <= Math.min(pixels.length - 1, index + 1); i++) {
    if (pixels[i]! >= 0 && pixels[i]! <= width) return true;
  }
  return false;
}

/** Pixels of the picture, without its margin. */
export const SPARKLINE = { width: 76, height: 14 } as const;

/** The path of a small curve through `values`, oldest first, interrupted where one is not finite. */
export function sparklinePath(values: readonly number[]): string {
  const finite = values.filter((value) => Number.isFinite(value));
  const low = Math.min(...finite);
  const size = Math.max(...finite) - low;
  const step = SPARKLINE.width / Math.max(1, values.length - 1);
  let path = '';
  let isDown = false;
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    const y = size === 0 ? SPARKLINE.height / 2 : SPARKLINE.height * (1 - (value - low) / size);
    path += `${isDown ? 'L' : 'M'}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    isDown = true;
  }
  return path;
}

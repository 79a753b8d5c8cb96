import { formatLoss } from '../../src/base/number-format.js';

/** A loss in three significant digits, zeros kept: figures that change in place must not change their width. */
export function lossFigure(value: number): string {
  const size = Math.abs(value);
  return Number.isFinite(value) && size >= 1e-3 && size < 1000 ? value.toPrecision(3) : formatLoss(value);
}

import type { Column } from './columns.js';
import { median } from './median.js';

/** Newest points that a pace is measured from. */
const NEWEST = 256;

/**
 * How fast a column of a run grows, per second; pauses and steps back are left out.
 * @param time of each of its points, milliseconds since 1970 UTC; NaN where unknown
 * @returns the median over the newest points; NaN before it can be told
 */
export function pace(column: Column, time: Column): number {
  const paces: number[] = [];
  let previous = Math.max(0, column.length - NEWEST);
  for (let i = previous + 1; i < column.length; i++) {
    const seconds = (time.at(i) - time.at(previous)) / 1000;
    const amount = column.at(i) - column.at(previous);
    if (!(seconds > 0)) continue;
    if (amount > 0) paces.push(amount / seconds);
    previous = i;
  }
  return paces.length < 2 ? NaN : median(paces);
}

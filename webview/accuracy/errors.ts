import type { AccuracyRow, BacktestAnswer } from '../../src/protocol/analysis.js';
import { errorText } from '../shared/share-text.js';
import type { Measure } from './kept.js';
import { middleOf } from './middle.js';

/** The shares of the data that any run was looked back on from, rising. */
export function fractionsOf({ rows }: BacktestAnswer): number[] {
  const fractions = new Set(rows.filter(({ runs }) => runs > 0).map(({ fraction }) => fraction));
  return [...fractions].sort((a, b) => a - b);
}

/** The share that was looked back on which is closest to the wanted one. */
export function nearestFraction(fractions: readonly number[], wanted: number): number {
  const distance = (fraction: number): number => Math.abs(Math.log(fraction / wanted));
  return fractions.reduce(
    (best, each) => (distance(each) < distance(best) ? each : best),
    fractions[0] ?? NaN,
  );
}

/** The errors of one method at one share; undefined where no run could be asked. */
export function rowOf(answer: BacktestAnswer, method: string, fraction: number): AccuracyRow | undefined {
  return answer.rows.find((row) => row.method === method && row.fraction === fraction && row.runs > 0);
}

/** NaN where there is none. */
export function errorOf(row: AccuracyRow | undefined, measure: Measure): number {
  return row?.[measure] ?? NaN;
}

/** The methods whose error is the least at one share, told in the digits that are shown: what reads alike is a tie. */
export function leastErrors(answer: BacktestAnswer, fraction: number, measure: Measure): ReadonlySet<string> {
  const rows = answer.rows.filter((row) => row.fraction === fraction && Number.isFinite(row[measure]));
  const least = errorText(Math.min(...rows.map((row) => row[measure])));
  return new Set(rows.filter((row) => errorText(row[measure]) === least).map(({ method }) => method));
}

/** What one prediction usually costs, in microseconds: a single timing is easily disturbed, the middle one is not. */
export function usualCost(answer: BacktestAnswer, method: string): number {
  return middleOf(
    answer.rows
      .filter((row) => row.method === method && Number.isFinite(row.microsecondsPerPrediction))
      .map((row) => row.microsecondsPerPrediction),
  );
}

import type { AccuracyPrediction } from '../../src/protocol/analysis.js';
import { binomialAtLeast } from './binomial.js';

/** Two methods, run by run. */
export interface Duel {
  /** Runs that both forecast. */
  readonly runs: number;
  readonly firstCloser: number;
  readonly secondCloser: number;
  readonly finding: 'first' | 'second' | 'close' | 'few';
}

/** With fewer runs even a clean sweep is likely by chance. */
const FEWEST_RUNS = 4;
/** A win this likely between equals is no win (sign test, one-sided). */
const CHANCE = 0.1;

/** Which of two methods was closer to what came, from one share of the data, and whether that is more than chance. */
export function duel(
  predictions: readonly AccuracyPrediction[],
  fraction: number,
  first: string,
  second: string,
): Duel {
  const own = predictions.filter((prediction) => prediction.fraction === fraction);
  const errorOf = (run: string, method: string): number =>
    own.find((prediction) => prediction.run === run && prediction.method === method)?.relativeError ?? NaN;
  let [runs, firstCloser, secondCloser] = [0, 0, 0];
  for (const run of new Set(own.map((prediction) => prediction.run))) {
    const [one, other] = [errorOf(run, first), errorOf(run, second)];
    if (Number.isNaN(one) || Number.isNaN(other)) continue;
    runs += 1;
    if (one < other) firstCloser += 1;
    if (other < one) secondCloser += 1;
  }
  return { runs, firstCloser, secondCloser, finding: findingOf(runs, firstCloser, secondCloser) };
}

function findingOf(runs: number, first: number, second: number): Duel['finding'] {
  if (runs < FEWEST_RUNS) return 'few';
  const isClear = (wins: number): boolean => binomialAtLeast(wins, first + second, 0.5) <= CHANCE;
  if (first > second && isClear(first)) return 'first';
  return second > first && isClear(second) ? 'second' : 'close';
}

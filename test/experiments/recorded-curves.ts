import { existsSync, readFileSync } from 'node:fs';
import { binAverage } from '../../src/core/evaluation/bin-average.js';
import type { BacktestCurve } from '../../src/core/evaluation/backtest.js';
import type { CurveSource } from '../../src/core/simulation/make-bundle.js';
import { loadRuns } from '../../src/node/load-runs.js';

/** The paper predicts the 500th point. */
export const REPORTS = 500;
const CURVES_PER_REPOSITORY = 12;
const CORPUS = '../shared/corpus/curves.jsonl';

interface CorpusLine {
  readonly id: string;
  /** "owner/repository:path@commit". */
  readonly source: string;
  readonly loss: readonly unknown[];
}

/** Recorded curves of one origin, each averaged to 500 reports. */
export interface CurveSet {
  readonly name: string;
  readonly curves: readonly BacktestCurve[];
}

/** The sample runs that come with the project. */
export async function sampleCurves(): Promise<CurveSet> {
  const runs = await loadRuns(['sample-runs']);
  const curves = runs.flatMap(({ name, metric, losses }) => {
    const positive = losses.filter((loss) => loss > 0 && loss < Infinity);
    return positive.length < REPORTS ? [] : [{ run: name, metric, losses: binAverage(positive, REPORTS) }];
  });
  return { name: 'sample runs', curves };
}

/**
 * Curves of public training logs with at least 500 positive points, at most 12 of a repository; undefined where the
 * file is absent.
 */
export function corpusCurves(): CurveSet | undefined {
  if (!existsSync(CORPUS)) return undefined;
  const taken = new Map<string, number>();
  const curves: BacktestCurve[] = [];
  for (const line of readFileSync(CORPUS, 'utf8').trim().split('\n')) {
    const { id, source, loss } = JSON.parse(line) as CorpusLine;
    const positive = loss.filter(
      (value): value is number => typeof value === 'number' && value > 0 && Number.isFinite(value),
    );
    const repository = source.slice(0, source.indexOf(':'));
    const count = taken.get(repository) ?? 0;
    if (positive.length < REPORTS || count >= CURVES_PER_REPOSITORY) continue;
    taken.set(repository, count + 1);
    curves.push({ run: id, metric: 'loss', losses: binAverage(positive, REPORTS) });
  }
  return { name: 'public logs', curves };
}

/** Draws one of the curves for each task. */
export function drawFrom({ curves }: CurveSet): CurveSource {
  return (random) => curves[random.index(curves.length)]!.losses;
}

export const CORPUS_ABSENT = `Not run: ${CORPUS} is absent.`;

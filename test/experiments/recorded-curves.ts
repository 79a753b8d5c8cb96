import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { binAverage } from '../../src/core/evaluation/bin-average.js';
import type { BacktestCurve } from '../../src/core/evaluation/backtest.js';
import type { CurveSource } from '../../src/core/simulation/make-bundle.js';
import { loadRuns } from '../../src/node/load-runs.js';

/** The paper predicts the 500th point. */
export const REPORTS = 500;
export const CURVES_PER_REPOSITORY = 12;
/** Points of the shortest curves that are used at all. */
const SHORTEST = 100;
/** Curves of the scaling-law benchmark join the ends of many runs: none is a log. */
const BENCHMARK = 'learning_curve_benchmark';
const CORPUS = '../shared/corpus/curves.jsonl';
/** Repositories whose curves were drawn when the settings of laira-index were chosen. */
const TUNED_ON = new Set(['mlcommons/submissions_algorithms', 'DongWooLee-Eli/scalinglaw-baseline']);

interface CurveLine {
  readonly id: string;
  /** "owner/repository:path@commit". */
  readonly source: string;
  readonly format?: string;
  /** In the order of the log. */
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
  return longCurves('public logs', () => true);
}

/** Of these, the curves of repositories that were not drawn when the settings of laira-index were chosen. */
export function keptApartCurves(): CurveSet | undefined {
  return longCurves('public logs kept apart', (repository) => !TUNED_ON.has(repository));
}

/**
 * Curves of public training logs with 100 to 499 positive points as they are, at most 12 of a repository, without the
 * scaling-law benchmark: none of them was drawn when the settings of laira-index were chosen.
 */
export function shortCurves(): CurveSet | undefined {
  const isShort = ({ format, losses }: PublicCurve): boolean =>
    losses.length >= SHORTEST && losses.length < REPORTS && format !== BENCHMARK;
  return corpusSet('public logs, short', isShort);
}

/** All curves of a file of the same form with at least 100 positive points, at most 12 of a repository. */
export function curvesOfFile(file: string): CurveSet {
  return {
    name: basename(file),
    curves: perRepository(readCurves(file), ({ losses }) => losses.length >= SHORTEST),
  };
}

function longCurves(name: string, accepts: (repository: string) => boolean): CurveSet | undefined {
  return corpusSet(name, ({ repository, losses }) => losses.length >= REPORTS && accepts(repository));
}

/** The accepted public curves; undefined where there are none. */
function corpusSet(name: string, accepts: (curve: PublicCurve) => boolean): CurveSet | undefined {
  const curves = perRepository(readCorpus() ?? [], accepts);
  return curves.length === 0 ? undefined : { name, curves };
}

/** The first accepted curves of every repository. */
function perRepository(
  all: readonly PublicCurve[],
  accepts: (curve: PublicCurve) => boolean,
): BacktestCurve[] {
  const taken = new Map<string, number>();
  const curves: BacktestCurve[] = [];
  for (const curve of all) {
    const { id, repository, losses } = curve;
    const count = taken.get(repository) ?? 0;
    if (count >= CURVES_PER_REPOSITORY || !accepts(curve)) continue;
    taken.set(repository, count + 1);
    curves.push({ run: id, metric: 'loss', losses: atMostReports(losses) });
  }
  return curves;
}

/** Averaged to 500 reports where there are more. */
function atMostReports(losses: readonly number[]): Float64Array {
  return losses.length > REPORTS ? binAverage(losses, REPORTS) : Float64Array.from(losses);
}

/** Curves of one origin, alike among themselves: a repository. */
export interface Origin {
  readonly name: string;
  readonly curves: readonly Float64Array[];
}

/**
 * The sample runs and all curves of public logs with at least 100 positive points, by repository; those with more than
 * 500 averaged to 500. Without the scaling-law benchmark. Undefined where the public logs are absent.
 */
export async function origins(): Promise<Origin[] | undefined> {
  const corpus = readCorpus();
  if (corpus === undefined) return undefined;
  const samples = (await sampleCurves()).curves.map(({ losses }) => losses);
  return [{ name: 'sample runs', curves: samples }, ...byRepository(corpus)];
}

/** Those of a file of the same form. */
export function originsOfFile(file: string): Origin[] {
  return byRepository(readCurves(file));
}

function byRepository(curves: readonly PublicCurve[]): Origin[] {
  const origins = new Map<string, Float64Array[]>();
  for (const { repository, format, losses } of curves) {
    if (losses.length < SHORTEST || format === BENCHMARK) continue;
    const own = origins.get(repository) ?? [];
    origins.set(repository, own);
    own.push(atMostReports(losses));
  }
  return [...origins].map(([name, own]) => ({ name, curves: own }));
}

interface PublicCurve {
  readonly id: string;
  readonly format: string | undefined;
  readonly repository: string;
  /** The positive, finite points. */
  readonly losses: readonly number[];
}

/** The public curves; undefined where the file is absent. */
function readCorpus(): PublicCurve[] | undefined {
  return existsSync(CORPUS) ? readCurves(CORPUS) : undefined;
}

function readCurves(file: string): PublicCurve[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { id, source, format, loss } = JSON.parse(line) as CurveLine;
    const losses = loss.filter(
      (value): value is number => typeof value === 'number' && value > 0 && Number.isFinite(value),
    );
    return { id, format, repository: source.slice(0, source.indexOf(':')), losses };
  });
}

/** Draws one of the curves for each task. */
export function drawFrom({ curves }: CurveSet): CurveSource {
  return (random) => curves[random.index(curves.length)]!.losses;
}

export const CORPUS_ABSENT = `Not run: ${CORPUS} is absent.`;

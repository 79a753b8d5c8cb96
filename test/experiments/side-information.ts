// What the learning rate adds to the default filter: the same forecasts with and without it, on the runs whose log
// tells it.
import { existsSync } from 'node:fs';
import { dkf } from '../../src/core/estimators/dkf.js';
import { LearningRateSteps } from '../../src/core/estimators/learning-rate-steps.js';
import { backtest, type BacktestCurve } from '../../src/core/evaluation/backtest.js';
import { binAverage } from '../../src/core/evaluation/bin-average.js';
import { loadRuns, type LoadedRun } from '../../src/node/load-runs.js';
import { CORPUS_ABSENT, REPORTS } from './recorded-curves.js';
import { printTable, printText } from './report.js';

const CORPUS_LOGS = '../shared/corpus/logs';
const FEWEST_REPORTS = 100;
/** A schedule shows in the middle and at the end of a run, so that later moments than the paper's are asked, too. */
const EARLY = [0.02, 0.05, 0.1, 0.2];
const MIDDLE = [0.3, 0.4, 0.5, 0.6];
const LATE = [0.7, 0.8, 0.9];
const LOG_ERROR_CAP = 1.5;

type RatedCurve = BacktestCurve & { readonly learningRates: Float64Array };

/** Prints the capped log error with and without the learning rate, run by run. */
export async function printSideInformation(): Promise<void> {
  const samples = (await loadRuns(['sample-runs'])).flatMap(ratedCurve);
  printComparison('sample runs', samples);
  if (!existsSync(CORPUS_LOGS)) printText(`Learning rates of public logs. ${CORPUS_ABSENT}`);
  else printComparison('public logs', distinct((await loadRuns([CORPUS_LOGS])).flatMap(ratedCurve)));
}

/** The first segment of a run whose log tells the learning rate, averaged to 500 reports where it has more. */
function ratedCurve({ name, metric, losses, steps, learningRates }: LoadedRun): RatedCurve[] {
  const back = steps.findIndex((step, i) => i > 0 && step < steps[i - 1]!);
  const end = back < 0 ? losses.length : back;
  const kept = Array.from({ length: end }, (_, i) => i).filter(
    (i) => losses[i]! > 0 && losses[i]! < Infinity && learningRates[i]! >= 0,
  );
  if (kept.length < FEWEST_REPORTS || kept.length < 0.9 * end) return [];
  const bins = Math.min(kept.length, REPORTS);
  const rates = Float64Array.from({ length: bins }, (_, k) => {
    const last = Math.floor(((k + 1) * kept.length) / bins) - 1;
    return learningRates[kept[last]!]!;
  });
  const positive = kept.map((i) => losses[i]!);
  return [{ run: name, metric, losses: binAverage(positive, bins), learningRates: rates }];
}

/** One log may be there in two formats, or as several checkpoints of one document: the longest is kept. */
function distinct(curves: readonly RatedCurve[]): RatedCurve[] {
  const byBeginning = new Map<string, RatedCurve>();
  for (const curve of curves) {
    const owner = curve.run.split('/').at(-1)!.split('__').slice(0, 2).join('/');
    const key = `${owner} ${Math.max(...curve.learningRates).toPrecision(2)}`;
    const known = byBeginning.get(key);
    const reach = (one: RatedCurve | undefined) => (one === undefined ? Infinity : one.learningRates.at(-1)!);
    if (reach(curve) < reach(known)) byBeginning.set(key, curve);
  }
  return [...byBeginning.values()];
}

function printComparison(name: string, curves: readonly RatedCurve[]): void {
  const settings = { methods: [dkf], fractions: [...EARLY, ...MIDDLE, ...LATE], target: 'last' } as const;
  const told = backtest(curves, settings).curves;
  const alone = backtest(
    curves.map(({ run, metric, losses }) => ({ run, metric, losses })),
    settings,
  ).curves;
  const rows = curves.map((curve, i) => ({
    name: curve.run.replace(/^.*__/, ''),
    course: courseOf(curve.learningRates),
    cells: [EARLY, MIDDLE, LATE].map((fractions) =>
      [alone, told].map((results) =>
        mean(
          results[i]!.predictions.filter(({ fraction }) => fractions.includes(fraction)).map(
            ({ predicted, actual }) => Math.min(Math.abs(Math.log(predicted / actual)), LOG_ERROR_CAP),
          ),
        ),
      ),
    ),
  }));
  const average = [0, 1, 2].map((part) =>
    [0, 1].map((which) => mean(rows.map(({ cells }) => cells[part]![which]!))),
  );
  printTable(
    `Capped log error without / with the learning rate, by the share shown: ${name}, ${curves.length} curves`,
    ['run', 'learning rate', '2 to 20 %', '30 to 60 %', '70 to 90 %'],
    [...rows, { name: 'mean', course: '', cells: average }].map(({ name: run, course, cells }) => [
      run,
      course,
      ...cells.map(([without, having]) => `${without!.toFixed(3)} / ${having!.toFixed(3)}`),
    ]),
  );
}

/** In a word, what a learning rate does. */
function courseOf(rates: Float64Array): string {
  const peak = Math.max(...rates);
  const steps = new LearningRateSteps();
  const stepped = rates.filter((rate) => steps.observe(rate)).length;
  if (stepped > 0) return stepped === 1 ? '1 step' : `${stepped} steps`;
  const last = rates.at(-1)!;
  if (rates.every((rate) => rate === peak)) return 'constant';
  return last < 0.2 * peak ? 'decays' : 'varies';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

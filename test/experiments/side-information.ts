// What the log knows beside the loss adds to the default filter: the same forecasts with and without the learning
// rate, and of losses that are running means, from all of their reports and from the ends of their epochs.
import { existsSync } from 'node:fs';
import { dkf } from '../../src/core/estimators/dkf.js';
import { LearningRateSteps } from '../../src/core/estimators/learning-rate-steps.js';
import { backtest, type BacktestCurve } from '../../src/core/evaluation/backtest.js';
import { binAverage } from '../../src/core/evaluation/bin-average.js';
import { emptyForecast } from '../../src/core/estimators/estimator.js';
import { Reports } from '../../src/monitor/reports.js';
import { RunForecaster } from '../../src/monitor/run-forecaster.js';
import { loadRuns, type LoadedRun } from '../../src/node/load-runs.js';
import { CORPUS_ABSENT, REPORTS } from './recorded-curves.js';
import { percent, printTable, printText } from './report.js';

const CORPUS_LOGS = '../shared/corpus/logs';
const FEWEST_REPORTS = 100;
/** A schedule shows in the middle and at the end of a run, so that later moments than the paper's are asked, too. */
const EARLY = [0.02, 0.05, 0.1, 0.2];
const MIDDLE = [0.3, 0.4, 0.5, 0.6];
const LATE = [0.7, 0.8, 0.9];
const LOG_ERROR_CAP = 1.5;

type RatedCurve = BacktestCurve & { readonly learningRates: Float64Array };

/** Prints the capped log errors with and without what the log knows beside the loss, run by run. */
export async function printSideInformation(): Promise<void> {
  const samples = await loadRuns(['sample-runs']);
  printComparison('sample runs', samples.flatMap(ratedCurve));
  if (!existsSync(CORPUS_LOGS)) {
    printText(`Learning rates and running means of public logs. ${CORPUS_ABSENT}`);
    return;
  }
  const corpus = await loadRuns([CORPUS_LOGS]);
  printComparison('public logs', distinct(corpus.flatMap(ratedCurve)));
  printRunningMeans([...samples, ...corpus]);
}

/** Forecasts of the last loss of every run whose loss the product recognises as a running mean. */
function printRunningMeans(runs: readonly LoadedRun[]): void {
  const fractions = [...EARLY, ...MIDDLE, ...LATE].filter((fraction) => fraction >= 0.1);
  const rows = runs.flatMap(({ name, losses: logged }) => {
    const losses = logged.filter((loss) => loss > 0 && loss < Infinity);
    if (losses.length < FEWEST_REPORTS || !forecasterOf(losses).changes.some(isRunningMean)) return [];
    const cells = fractions.map((fraction) => {
      const shown = losses.slice(0, Math.round(fraction * losses.length));
      const forecaster = forecasterOf(shown);
      const told = forecaster.forecast(forecaster.methods[0]!, losses.length).logLoss;
      const filter = dkf.create({ totalReports: losses.length });
      shown.forEach((loss, i) => {
        filter.observe(i + 1, loss);
      });
      const alone = filter.forecast(losses.length, emptyForecast()).logLoss;
      const error = (logLoss: number) =>
        Math.min(Math.abs(logLoss - Math.log(losses.at(-1)!)), LOG_ERROR_CAP).toFixed(2);
      return `${error(alone)} / ${error(told)}`;
    });
    return [[name.replace(/^.*__/, ''), ...cells]];
  });
  printTable(
    `Capped log error from all reports / from the ends of epochs, running means among ${runs.length} runs`,
    ['run', ...fractions.map((fraction) => percent(fraction))],
    rows,
  );
}

function forecasterOf(losses: Float64Array): RunForecaster {
  const reports = new Reports();
  losses.forEach((loss, i) => {
    reports.add(i + 1, loss, NaN, i, NaN);
  });
  const forecaster = new RunForecaster(reports, [dkf], () => undefined);
  forecaster.advance();
  return forecaster;
}

function isRunningMean({ kind }: { readonly kind: string }): boolean {
  return kind === 'running-mean';
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

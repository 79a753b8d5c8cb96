import { op } from 'arquero';
import { backtest } from '../../src/core/evaluation/backtest.js';
import type { BacktestPrediction } from '../../src/core/evaluation/predictions.js';
import type { EstimatorDefinition } from '../../src/core/estimators/estimator.js';
import type { CurveSet } from './recorded-curves.js';
import { aggregate, percent, printTable, short } from './report.js';
import type { LinePanel } from './svg-plot.js';

export const FRACTIONS = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2];
const LOG_ERROR_CAP = 1.5;

/** Runs without measuring, so that the times are of compiled code. */
const WARM_UPS = 5;
/** The method that the others are compared with, curve by curve. */
const REFERENCE = 'dkf-paper';

/** One prediction of the last report. */
interface ErrorRow {
  readonly run: string;
  readonly method: string;
  readonly fraction: number;
  readonly relative: number;
  /** min(|ln(predicted / actual)|, 1.5). */
  readonly log: number;
}

interface ErrorSummary {
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
  readonly log: number;
}

/** Figure 3 (a) to (c) for one set of curves. @returns the panel of median errors */
export function printErrors(
  set: CurveSet,
  methods: readonly EstimatorDefinition[],
  fractions: readonly number[] = FRACTIONS,
): LinePanel {
  const settings = { methods, fractions, target: 'last' as const, now: () => performance.now() };
  // Not where a prediction takes seconds.
  const warmUps = methods.some(({ name }) => name === 'm4') ? 0 : WARM_UPS;
  for (let i = 0; i < warmUps; i++) backtest(set.curves, settings);
  const { curves, summary } = backtest(set.curves, settings);
  const rows = curves.flatMap(({ run, predictions }) => predictions.map((row) => errorRow(run, row)));
  const byFraction = aggregate<ErrorRow, ErrorSummary>(rows, ['method', 'fraction'], {
    median: op.median('relative'),
    mean: op.mean('relative'),
    p90: op.quantile('relative', 0.9),
    log: op.mean('log'),
  });
  const overall = aggregate<ErrorRow, ErrorSummary>(rows, ['method'], { log: op.mean('log') });
  const find = (method: string, fraction: number): ErrorSummary =>
    byFraction.find((row) => row.method === method && row.fraction === fraction)!;
  const header = ['method', ...fractions.map((fraction) => percent(fraction))];

  printTable(
    `Relative error at the last report, median / mean / p90: ${set.name}, ${set.curves.length} curves`,
    header,
    methods.map(({ name }) => [
      name,
      ...fractions.map((fraction) => {
        const { median, mean, p90 } = find(name, fraction);
        return `${short(median)} / ${short(mean)} / ${short(p90)}`;
      }),
    ]),
  );
  printTable(
    `Capped log error L: ${set.name}`,
    [...header, 'all', `less ${REFERENCE}`, '± SE'],
    methods.map(({ name }) => {
      const { lead, error } = pairedLead(rows, name);
      return [
        name,
        ...fractions.map((fraction) => find(name, fraction).log.toFixed(3)),
        overall.find(({ method }) => method === name)!.log.toFixed(3),
        lead.toFixed(3),
        error.toFixed(3),
      ];
    }),
  );
  const costs = aggregate<(typeof summary)[number], { report: number; prediction: number }>(
    summary,
    ['method'],
    { report: op.mean('microsecondsPerObservation'), prediction: op.mean('microsecondsPerPrediction') },
  );
  printTable(
    `Time in microseconds: ${set.name}`,
    ['method', 'per report', 'per prediction'],
    costs.map(({ method, report, prediction }) => [method, short(report), short(prediction)]),
  );
  return {
    title: `${set.name}, ${set.curves.length} curves`,
    xLabel: 'share of the curve shown (%)',
    yLabel: 'median relative error',
    logX: true,
    logY: true,
    xTicks: fractions.map((fraction) => 100 * fraction),
    yTicks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    lines: methods.map(({ name }) => ({
      label: name,
      points: fractions.map((fraction) => [100 * fraction, find(name, fraction).median] as const),
    })),
  };
}

function errorRow(
  run: string,
  { method, fraction, relativeError, predicted, actual }: BacktestPrediction,
): ErrorRow {
  const log = Math.min(Math.abs(Math.log(predicted / actual)), LOG_ERROR_CAP);
  return { run, method, fraction, relative: relativeError, log };
}

/** Mean over curves of a method's log error less that of the reference, with its standard error. */
function pairedLead(rows: readonly ErrorRow[], method: string): { lead: number; error: number } {
  const byCurve = aggregate<ErrorRow, { log: number }>(rows, ['method', 'run'], { log: op.mean('log') });
  const reference = new Map(
    byCurve.filter((row) => row.method === REFERENCE).map(({ run, log }) => [run, log]),
  );
  const leads = byCurve
    .filter((row) => row.method === method)
    .map((row) => ({ method, lead: row.log - reference.get(row.run)! }));
  const [summary] = aggregate<(typeof leads)[number], { mean: number; sd: number }>(leads, ['method'], {
    mean: op.mean('lead'),
    sd: op.stdev('lead'),
  });
  return { lead: summary!.mean, error: summary!.sd / Math.sqrt(leads.length) };
}

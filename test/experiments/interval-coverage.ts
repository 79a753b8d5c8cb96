import { setImmediate as turn } from 'node:timers/promises';
import {
  emptyForecast,
  type Estimator,
  type EstimatorDefinition,
  type Forecast,
} from '../../src/core/estimators/estimator.js';
import { binAverage } from '../../src/core/evaluation/bin-average.js';
import { quantile } from '../../src/core/evaluation/quantile.js';
import { CURVES_PER_REPOSITORY, REPORTS, type Origin } from './recorded-curves.js';
import { percent, printTable, short } from './report.js';

/** What is shown of the curves: shares of the way to the target, and targets as shares of the curve. */
interface Cuts {
  readonly fractions: readonly number[];
  readonly targets: readonly number[];
}

/** Shares and targets that the constants of the intervals were chosen by. */
export const CHOSEN_BY: Cuts = {
  fractions: [0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8],
  targets: [1, 0.7, 0.5],
};
/** Shares and targets between these. */
const BETWEEN: Cuts = {
  fractions: [0.04, 0.06, 0.08, 0.12, 0.25, 0.35, 0.5],
  targets: [0.85, 0.6, 0.4],
};
export const FRACTIONS = CHOSEN_BY.fractions;
export const FRACTIONS_BETWEEN = BETWEEN.fractions;
/** Reports of the same curves averaged to few, as of one an epoch. */
export const FEW_REPORTS = [100, 40, 15];

/** What a curve of fewer than 500 reports counts: mostly one report per epoch, where the paper has 500 in a run. */
const SHORT_CURVE = 0.5;

/** The bounds of a forecast, as signed distances from its median. */
const BOUNDS = [
  (forecast: Forecast) => forecast.lower80 - forecast.logLoss,
  (forecast: Forecast) => forecast.upper80 - forecast.logLoss,
  (forecast: Forecast) => forecast.lower95 - forecast.logLoss,
  (forecast: Forecast) => forecast.upper95 - forecast.logLoss,
] as const;

/** One forecast of one curve, and what came. */
export interface Case {
  readonly origin: string;
  readonly curve: number;
  readonly fraction: number;
  /** ln(target / shown). */
  readonly horizon: number;
  /** ln(actual) less the median. */
  readonly error: number;
  /** As in BOUNDS. */
  readonly distances: readonly number[];
  /** Width of the naive 80 % interval in ln(loss). */
  readonly naiveWidth: number;
  readonly weight: number;
}

/** Forecasts of many curves. No origin counts for more than 12 curves. */
export interface IntervalCases {
  readonly chosenBy: readonly Case[];
  readonly between: readonly Case[];
  /** Of the same curves in few reports. */
  readonly few: readonly { readonly reports: number; readonly cases: readonly Case[] }[];
}

export async function intervalCases(
  origins: readonly Origin[],
  method: EstimatorDefinition,
  naive: EstimatorDefinition,
): Promise<IntervalCases> {
  const chosenBy = await casesOf(origins, CHOSEN_BY, method, naive);
  const between = await casesOf(origins, BETWEEN, method, naive);
  const few: IntervalCases['few'][number][] = [];
  for (const reports of FEW_REPORTS) {
    few.push({ reports, cases: await casesOf(averaged(origins, reports), CHOSEN_BY, method, naive) });
  }
  return { chosenBy, between, few };
}

/** Prints coverage by share of the way. */
export async function printCoverage(
  origins: readonly Origin[],
  method: EstimatorDefinition,
  naive: EstimatorDefinition,
): Promise<IntervalCases> {
  const cases = await intervalCases(origins, method, naive);
  const { chosenBy, between, few } = cases;
  const curves = new Set(chosenBy.map(({ curve }) => curve)).size;
  printTable(
    `Intervals of ${method.name} for the ends, .7 and .5 of ${curves} curves of ${origins.length} origins`,
    COLUMNS,
    byShare(FRACTIONS).map(({ label, within }) => cells(label, chosenBy.filter(within))),
  );
  printTable(
    'The same for .85, .6 and .4 of the curves, at other shares',
    COLUMNS,
    byShare(FRACTIONS_BETWEEN).map(({ label, within }) => cells(label, between.filter(within))),
  );
  printTable(
    'The same of the curves averaged to few reports, all shares',
    ['reports', ...COLUMNS.slice(1)],
    few.map((averages) => cells(String(averages.reports), averages.cases)),
  );
  return cases;
}

export const COLUMNS = ['shown', 'cases', '80 %', '± SE', '95 %', '± SE', 'below', 'above', 'width', 'naive'];

/** The lines of a table: each share, and all of them. */
export function byShare(fractions: readonly number[]): { label: string; within: (row: Case) => boolean }[] {
  return [
    ...fractions.map((share) => ({
      label: percent(share),
      within: ({ fraction }: Case) => fraction === share,
    })),
    { label: 'all', within: () => true },
  ];
}

/** One line of a table of coverage: what it is of, and the cases. */
export function cells(label: string, rows: readonly Case[]): string[] {
  const inside80 = coverage80(rows);
  const inside95 = coverage95(rows);
  return [
    label,
    String(rows.length),
    inside80.mean.toFixed(3),
    inside80.error.toFixed(3),
    inside95.mean.toFixed(3),
    inside95.error.toFixed(3),
    weightedMean(rows, ({ error, distances }) => Number(error < distances[0]!)).toFixed(3),
    weightedMean(rows, ({ error, distances }) => Number(error > distances[1]!)).toFixed(3),
    medianFactor(rows.map(({ distances }) => distances[1]! - distances[0]!)),
    medianFactor(rows.map(({ naiveWidth }) => naiveWidth)),
  ];
}

/** Share inside the 80 % interval, with its standard error. */
export function coverage80(cases: readonly Case[]): Coverage {
  return coverage(cases, 0, 1);
}

/** Share inside the 95 % interval, with its standard error. */
export function coverage95(cases: readonly Case[]): Coverage {
  return coverage(cases, 2, 3);
}

interface Coverage {
  readonly mean: number;
  /** Taking curves, not cases, as independent. */
  readonly error: number;
}

/** The curves of all origins, averaged to so many reports where they have more. */
function averaged(origins: readonly Origin[], reports: number): Origin[] {
  return origins.map(({ name, curves }) => ({
    name,
    curves: curves.map((losses) => (losses.length > reports ? binAverage(losses, reports) : losses)),
  }));
}

/** Forecasts of many curves with some cuts. The event loop has a turn after each origin. */
export async function casesOf(
  origins: readonly Origin[],
  { fractions, targets }: Cuts,
  method: EstimatorDefinition,
  naive: EstimatorDefinition,
): Promise<Case[]> {
  const cases: Case[] = [];
  let curve = 0;
  for (const { name, curves } of origins) {
    for (const losses of curves) {
      curve += 1;
      const cuts = targets
        .flatMap((share) => {
          const target = Math.round(share * losses.length);
          return fractions.map((fraction) => ({ fraction, target, shown: Math.round(fraction * target) }));
        })
        .filter(({ shown }) => shown >= 2);
      const fed = follower([method, naive], losses);
      const share = losses.length < REPORTS ? SHORT_CURVE : 1;
      const weight = (share * Math.min(1, CURVES_PER_REPOSITORY / curves.length)) / cuts.length;
      cuts.sort((a, b) => a.shown - b.shown);
      for (const { fraction, target, shown } of cuts) {
        const [forecast, wide] = fed(shown).map((estimator) => estimator.forecast(target, emptyForecast()));
        cases.push({
          origin: name,
          curve,
          fraction,
          horizon: Math.log(target / shown),
          error: Math.log(losses[target - 1]!) - forecast!.logLoss,
          distances: BOUNDS.map((distance) => distance(forecast!)),
          naiveWidth: wide!.upper80 - wide!.lower80,
          weight,
        });
      }
    }
    await turn();
  }
  return cases;
}

/** Estimators which have seen the first `shown` losses; to be asked with a growing number. */
function follower(
  methods: readonly EstimatorDefinition[],
  losses: Float64Array,
): (shown: number) => readonly Estimator[] {
  const estimators = methods.map((method) => method.create({ totalReports: losses.length }));
  let fed = 0;
  return (shown) => {
    for (; fed < shown; fed++) for (const one of estimators) one.observe(fed + 1, losses[fed]!);
    return estimators;
  };
}

function coverage(cases: readonly Case[], low: number, high: number): Coverage {
  const inside = ({ error, distances }: Case): number =>
    Number(distances[low]! <= error && error <= distances[high]!);
  const mean = weightedMean(cases, inside);
  const total = cases.reduce((sum, { weight }) => sum + weight, 0);
  const byCurve = new Map<number, number>();
  for (const row of cases) {
    byCurve.set(row.curve, (byCurve.get(row.curve) ?? 0) + row.weight * (inside(row) - mean));
  }
  const squares = [...byCurve.values()].reduce((sum, value) => sum + value * value, 0);
  return { mean, error: Math.sqrt(squares) / total };
}

function weightedMean(cases: readonly Case[], value: (row: Case) => number): number {
  const total = cases.reduce((sum, { weight }) => sum + weight, 0);
  return cases.reduce((sum, row) => sum + row.weight * value(row), 0) / total;
}

function medianFactor(widths: readonly number[]): string {
  return short(Math.exp(quantile(widths, 0.5)));
}

import { op } from 'arquero';
import {
  emptyForecast,
  type EstimatorDefinition,
  type Forecast,
} from '../../src/core/estimators/estimator.js';
import { probabilityAtMost } from '../../src/core/evaluation/predictive.js';
import { Random } from '../../src/core/simulation/random.js';
import { FRACTIONS } from './extrapolation-errors.js';
import { REPORTS, type CurveSet } from './recorded-curves.js';
import { aggregate, percent, printTable, short } from './report.js';
import type { LinePanel } from './svg-plot.js';

/** Targets drawn per curve and fraction. */
const TARGETS = 20;
/** Targets drawn before the outcome is known reach down to a power law of this exponent from the loss now. */
const STEEPEST = 0.5;
/** Targets drawn around the outcome lie within this factor of it. */
const AROUND = 2;
const SEED = 20_001;
const DECILES = 10;

/** One method's forecast of report 500 of one curve. */
interface Prediction {
  readonly method: string;
  readonly fraction: number;
  readonly forecast: Forecast;
  readonly logActual: number;
  /** ln of the last loss shown. */
  readonly logNow: number;
  /** ln(500 / reports shown). */
  readonly horizon: number;
}

interface IntervalRow {
  readonly method: string;
  readonly fraction: number;
  readonly inside80: number;
  readonly inside95: number;
  /** ln(upper / lower) of the 80 % interval. */
  readonly width: number;
  readonly score80: number;
  readonly score95: number;
}

/** One probability of P(loss <= target), and what came. */
interface VerdictRow {
  readonly method: string;
  readonly decile: number;
  readonly predicted: number;
  readonly came: number;
  /** Squared errors of the probability and of the yes or no by the point estimate. */
  readonly brier: number;
  readonly brierYesNo: number;
}

/** Coverage and width of the intervals, and the reliability of P(loss <= target). */
export function printCalibration(set: CurveSet, methods: readonly EstimatorDefinition[]): LinePanel {
  const predictions = predictAll(set, methods);
  printIntervals(set, methods, predictions);
  const open = verdicts(predictions, ({ logNow, horizon }, random) => {
    return logNow - random.uniform() * STEEPEST * horizon;
  });
  const around = verdicts(predictions, ({ logActual }, random) => {
    return logActual + Math.log(AROUND) * random.between(-1, 1);
  });
  printBrier(set, open, around);
  const [main] = methods;
  const reliability = aggregate<VerdictRow, { count: number; mean: number; observed: number }>(
    open,
    ['method', 'decile'],
    { count: op.count(), mean: op.mean('predicted'), observed: op.mean('came') },
  ).sort((a, b) => a.decile - b.decile);
  printTable(
    `Reliability of P(loss <= target) by ${main!.name}, targets drawn before the outcome: ${set.name}`,
    ['decile', 'predicted', 'observed', 'count'],
    reliability
      .filter(({ method }) => method === main!.name)
      .map(({ decile, mean, observed, count }) => [
        `${percent(decile / DECILES)} to ${percent((decile + 1) / DECILES)}`,
        mean.toFixed(3),
        observed.toFixed(3),
        String(count),
      ]),
  );
  const diagonal = { label: 'perfect', dashed: true, points: [[0, 0] as const, [1, 1] as const] };
  return {
    title: set.name,
    xLabel: 'predicted P(loss ≤ target)',
    yLabel: 'share that came true',
    xTicks: [0, 0.2, 0.4, 0.6, 0.8, 1],
    yTicks: [0, 0.2, 0.4, 0.6, 0.8, 1],
    lines: [
      diagonal,
      ...methods.map(({ name }) => ({
        label: name,
        points: reliability
          .filter(({ method }) => method === name)
          .map(({ mean, observed }) => [mean, observed] as const),
      })),
    ],
  };
}

function predictAll({ curves }: CurveSet, methods: readonly EstimatorDefinition[]): Prediction[] {
  const predictions: Prediction[] = [];
  for (const method of methods) {
    for (const { losses } of curves) {
      const estimator = method.create({ totalReports: REPORTS });
      let shown = 0;
      for (const fraction of FRACTIONS) {
        for (; shown < fraction * REPORTS; shown++) estimator.observe(shown + 1, losses[shown]!);
        predictions.push({
          method: method.name,
          fraction,
          forecast: estimator.forecast(REPORTS, emptyForecast()),
          logActual: Math.log(losses[REPORTS - 1]!),
          logNow: Math.log(losses[shown - 1]!),
          horizon: Math.log(REPORTS / shown),
        });
      }
    }
  }
  return predictions;
}

function printIntervals(
  set: CurveSet,
  methods: readonly EstimatorDefinition[],
  predictions: readonly Prediction[],
): void {
  const rows = predictions.map(({ method, fraction, forecast, logActual }): IntervalRow => ({
    method,
    fraction,
    inside80: Number(forecast.lower80 <= logActual && logActual <= forecast.upper80),
    inside95: Number(forecast.lower95 <= logActual && logActual <= forecast.upper95),
    width: forecast.upper80 - forecast.lower80,
    score80: intervalScore(forecast.lower80, forecast.upper80, logActual, 0.8),
    score95: intervalScore(forecast.lower95, forecast.upper95, logActual, 0.95),
  }));
  const rollup = {
    inside80: op.mean('inside80'),
    inside95: op.mean('inside95'),
    width: op.median('width'),
    score80: op.mean('score80'),
    score95: op.mean('score95'),
  };
  const groups = aggregate<IntervalRow, Omit<IntervalRow, 'method' | 'fraction'>>(
    rows,
    ['method', 'fraction'],
    rollup,
  );
  const overall = aggregate<IntervalRow, Omit<IntervalRow, 'method' | 'fraction'>>(rows, ['method'], rollup);
  const cells = (show: (row: Omit<IntervalRow, 'method' | 'fraction'>) => string): string[][] =>
    methods.map(({ name }) => [
      name,
      ...FRACTIONS.map((fraction) =>
        show(groups.find((row) => row.method === name && row.fraction === fraction)!),
      ),
      show(overall.find((row) => row.method === name)!),
    ]);
  const header = ['method', ...FRACTIONS.map((fraction) => percent(fraction)), 'all'];
  printTable(
    `Share of outcomes inside the 80 % / 95 % interval: ${set.name}, ${set.curves.length} curves`,
    header,
    cells(({ inside80, inside95 }) => `${inside80.toFixed(2)} / ${inside95.toFixed(2)}`),
  );
  printTable(
    `Median width of the 80 % interval, as the factor from its lower to its upper end: ${set.name}`,
    header,
    cells(({ width }) => short(Math.exp(width))),
  );
  printTable(
    `Mean score of the 80 % / 95 % interval in ln(loss), lower is better: ${set.name}`,
    header,
    cells(({ score80, score95 }) => `${score80.toFixed(2)} / ${score95.toFixed(2)}`),
  );
}

/**
 * The interval score of Gneiting and Raftery (J. Am. Stat. Assoc. 102, 2007): the width, and a miss by its distance times
 * 2 / (1 - level), so that the true quantiles have the lowest mean.
 */
function intervalScore(lower: number, upper: number, actual: number, level: number): number {
  const miss = Math.max(lower - actual, actual - upper, 0);
  return upper - lower + (2 / (1 - level)) * miss;
}

/** The same targets for every method. @param draw ln of a target */
function verdicts(
  predictions: readonly Prediction[],
  draw: (prediction: Prediction, random: Random) => number,
): VerdictRow[] {
  const rows: VerdictRow[] = [];
  let method = '';
  let random = new Random(SEED);
  for (const prediction of predictions) {
    if (prediction.method !== method) random = new Random(SEED);
    method = prediction.method;
    for (let i = 0; i < TARGETS; i++) {
      const logTarget = draw(prediction, random);
      const predicted = probabilityAtMost(prediction.forecast, logTarget);
      const came = Number(prediction.logActual <= logTarget);
      const yes = Number(prediction.forecast.logLoss <= logTarget);
      rows.push({
        method,
        decile: Math.min(Math.floor(predicted * DECILES), DECILES - 1),
        predicted,
        came,
        brier: (predicted - came) ** 2,
        brierYesNo: (yes - came) ** 2,
      });
    }
  }
  return rows;
}

function printBrier(set: CurveSet, open: readonly VerdictRow[], around: readonly VerdictRow[]): void {
  const rollup = { brier: op.mean('brier'), brierYesNo: op.mean('brierYesNo'), came: op.mean('came') };
  const first = aggregate<VerdictRow, Pick<VerdictRow, 'brier' | 'brierYesNo' | 'came'>>(
    open,
    ['method'],
    rollup,
  );
  const second = aggregate<VerdictRow, Pick<VerdictRow, 'brier' | 'brierYesNo'>>(around, ['method'], rollup);
  printTable(
    `Brier score of P(loss <= target) and of the yes or no of the point estimate: ${set.name} (targets drawn before the outcome: ${percent(first[0]!.came)} reached)`,
    ['method', 'before: P', 'yes/no', 'around: P', 'yes/no'],
    first.map(({ method, brier, brierYesNo }, i) => [
      method,
      brier.toFixed(3),
      brierYesNo.toFixed(3),
      second[i]!.brier.toFixed(3),
      second[i]!.brierYesNo.toFixed(3),
    ]),
  );
}

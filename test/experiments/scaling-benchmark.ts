import { op } from 'arquero';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dkf } from '../../src/core/estimators/dkf.js';
import { dkfPaper } from '../../src/core/estimators/dkf-paper.js';
import { emptyForecast, type EstimatorDefinition } from '../../src/core/estimators/estimator.js';
import { leastSquares } from '../../src/core/estimators/least-squares.js';
import { m4Fast } from '../../src/core/estimators/m4-fast.js';
import { fitM4Official, predictM4Official } from '../../src/core/estimators/m4-official.js';
import { aggregate, printTable, printText, short } from './report.js';

const FOLDER = '../shared/corpus/logs/learning_curve_benchmark';
const FILE = 'benchmark.vision.csv';
/** The published settings for the image curves, whose losses are error rates. */
const OFFICIAL_OPTIONS = { errorZero: 1, upperBound: 1 };

interface Point {
  readonly seen: number;
  readonly loss: number;
}

export interface ScalingCurve {
  readonly name: string;
  readonly shown: readonly Point[];
  readonly hidden: readonly Point[];
}

interface ScoreRow {
  readonly method: string;
  readonly rmse: number;
  readonly seconds: number;
}

/** Predicts the losses at other data sizes from the points shown. */
type Method = (shown: readonly Point[], at: readonly number[]) => readonly number[];

/**
 * The image curves of the public scaling-law benchmark (Alabdulmohsin and others, NeurIPS 2022): fit the points marked
 * for training, which are the first half of the data, predict all others; root mean square of ln(predicted / actual).
 * @param officialEvery one curve of so many is for the published optimiser, which takes seconds for each
 */
export function printScalingBenchmark(officialEvery: number): void {
  const curves = imageCurves();
  if (curves === undefined) {
    printText(`Scaling-law benchmark. Not run: ${FOLDER}/*/${FILE} is absent.`);
    return;
  }
  const methods = new Map<string, Method>(
    [leastSquares, dkfPaper, m4Fast, dkf].map((definition) => [definition.name, online(definition)]),
  );
  printScores(
    `Scaling-law benchmark, all ${curves.length} image curves (published: M4 .0415)`,
    curves,
    methods,
  );
  const some = curves.filter((_, i) => i % officialEvery === 0);
  methods.set('m4', official);
  printScores(`The same with the published optimiser of M4, one curve of ${officialEvery}`, some, methods);
}

/** Undefined where the benchmark is absent. */
export function imageCurves(): ScalingCurve[] | undefined {
  const file = existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .map((name) => join(FOLDER, name, FILE))
        .find((path) => existsSync(path))
    : undefined;
  return file === undefined ? undefined : readCurves(readFileSync(file, 'utf8'));
}

/** Mean over the curves of the root mean square of ln(predicted / actual), of a method that is fed point by point. */
export function meanError(curves: readonly ScalingCurve[], definition: EstimatorDefinition): number {
  const predict = online(definition);
  const errors = curves.map((curve) => errorOf(curve, predict));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function errorOf({ shown, hidden }: ScalingCurve, predict: Method): number {
  const at = hidden.map(({ seen }) => seen);
  const predicted = predict(shown, at);
  const squares = hidden.map(({ loss }, i) => Math.log(predicted[i]! / loss) ** 2);
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
}

function printScores(
  title: string,
  curves: readonly ScalingCurve[],
  methods: ReadonlyMap<string, Method>,
): void {
  const rows = [...methods].flatMap(([method, predict]) =>
    curves.map((curve): ScoreRow => {
      const start = performance.now();
      const rmse = errorOf(curve, predict);
      return { method, rmse, seconds: (performance.now() - start) / 1000 };
    }),
  );
  const scores = aggregate<ScoreRow, Record<'mean' | 'median' | 'seconds', number>>(rows, ['method'], {
    mean: op.mean('rmse'),
    median: op.median('rmse'),
    seconds: op.median('seconds'),
  });
  printTable(
    `${title}: log-RMSE over ${curves.length} curves`,
    ['method', 'mean', 'median', 'ms per curve'],
    scores.map(({ method, mean, median, seconds }) => [
      method,
      mean.toFixed(4),
      median.toFixed(4),
      short(1000 * seconds),
    ]),
  );
}

/** Data is counted in units of the first size shown. */
function online(definition: EstimatorDefinition): Method {
  return (shown, at) => {
    const unit = shown[0]!.seen;
    const estimator = definition.create({ totalReports: Math.max(...at) / unit });
    for (const { seen, loss } of shown) estimator.observe(seen / unit, loss);
    const forecast = emptyForecast();
    return at.map((seen) => Math.exp(estimator.forecast(seen / unit, forecast).logLoss));
  };
}

const official: Method = (shown, at) => {
  const parameters = fitM4Official(
    shown.map(({ seen }) => seen),
    shown.map(({ loss }) => loss),
    OFFICIAL_OPTIONS,
  );
  return at.map((seen) => predictM4Official(parameters, seen));
};

function readCurves(text: string): ScalingCurve[] {
  const curves = new Map<string, { shown: Map<number, Point>; hidden: Map<number, Point> }>();
  for (const line of text.trim().split(/\r?\n/).slice(1)) {
    const [, task, model, seenText, lossText, training] = line.split(',');
    const name = `${task} ${model}`;
    const curve = curves.get(name) ?? { shown: new Map(), hidden: new Map() };
    curves.set(name, curve);
    const point = { seen: Number(seenText), loss: Number(lossText) };
    (Number(training) === 1 ? curve.shown : curve.hidden).set(point.seen, point);
  }
  const sorted = (points: ReadonlyMap<number, Point>): Point[] =>
    [...points.values()].sort((a, b) => a.seen - b.seen);
  return [...curves].map(([name, { shown, hidden }]) => ({
    name,
    shown: sorted(shown),
    hidden: sorted(hidden),
  }));
}

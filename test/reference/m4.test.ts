import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emptyForecast, type EstimatorDefinition } from '../../src/core/estimators/estimator.js';
import { m4Fast } from '../../src/core/estimators/m4-fast.js';
import { fitM4Official, m4Official, predictM4Official } from '../../src/core/estimators/m4-official.js';
import { corpusCurves } from '../experiments/recorded-curves.js';

const FOLDER = fileURLToPath(
  new URL('../../../shared/corpus/logs/learning_curve_benchmark/', import.meta.url),
);
const VISION = `${FOLDER}DongWooLee-Eli__scalinglaw-baseline__vision/benchmark.vision.csv`;
const LANGUAGE = `${FOLDER}DongWooLee-Eli__scalinglaw-baseline__lang/benchmark.lang.csv`;

/**
 * Curves of the public scaling-law benchmark, with the parameters (beta, c, alpha, e_inf, e_0) that the published code
 * finds on their training part and its RMSE of ln(loss) on the rest.
 */
const FITS = [
  {
    file: LANGUAGE,
    task: 'log_perplexity',
    model: '28 Enc, 6 Dec',
    options: { errorZero: 1 },
    parameters: [6654.0972, -0.6163, 0.7252, 0.2792, 1],
    error: 0.01812,
  },
  {
    file: LANGUAGE,
    task: 'log_perplexity',
    model: '6 Enc, 6 Dec',
    options: { errorZero: 1 },
    error: 0.02052,
  },
  {
    file: VISION,
    task: 'inet_10',
    model: 'ViT/B/16',
    options: { errorZero: 1, upperBound: 1 },
    parameters: [6467.36, -0.504417, 0.227353, 0.257448, 0.999619],
    error: 0.01438,
  },
  {
    file: VISION,
    task: 'inet_10',
    model: 'BiT/101/3',
    options: { errorZero: 1, upperBound: 1 },
    parameters: [3.60093e6, -0.890068, 0.435425, 0.263006, 0.996958],
    error: 0.03059,
  },
];

const found = existsSync(VISION) && existsSync(LANGUAGE);
if (!found) console.warn(`skipped: ${FOLDER} is absent`);

describe.skipIf(!found)('M4 as published', () => {
  it.each(FITS)('$task $model', ({ file, task, model, options, parameters, error }) => {
    const { training, test } = readCurves(file).get(`${task} ${model}`)!;
    const fit = fitM4Official(
      training.map(([x]) => x),
      training.map(([, y]) => y),
      options,
    );
    const { beta, c, alpha, errorInfinite, errorZero } = fit;
    parameters?.forEach((value, i) => {
      expect(Math.abs([beta, c, alpha, errorInfinite, errorZero][i]! / value - 1)).toBeLessThan(2e-4);
    });
    const logErrors = test.map(([x, y]) => Math.log(predictM4Official(fit, x) / y));
    expect(rootMeanSquare(logErrors)).toBeCloseTo(error, 4);
  });
});

describe.skipIf(!found)('M4 by the fast fit', () => {
  it('is at most as far off on the image curves as M4 in print', () => {
    const errors = [...readCurves(VISION).values()].map(({ training, test }) => {
      const unit = training[0]![0];
      const estimator = m4Fast.create({ totalReports: undefined });
      for (const [x, y] of training) estimator.observe(x / unit, y);
      const logErrors = test.map(
        ([x, y]) => estimator.forecast(x / unit, emptyForecast()).logLoss - Math.log(y),
      );
      return rootMeanSquare(logErrors);
    });
    expect(errors.length).toBe(72);
    expect(mean(errors)).toBeLessThanOrEqual(0.0415);
  });

  it('is at most as far off as the published optimiser on training logs, from a twentieth of them', () => {
    const curves = corpusCurves()!.curves.filter((_, i) => i % 4 === 0);
    const error = (method: EstimatorDefinition): number =>
      mean(
        curves.map(({ losses }) => {
          const estimator = method.create({ totalReports: undefined });
          for (let n = 1; n <= losses.length / 20; n++) estimator.observe(n, losses[n - 1]!);
          const { logLoss } = estimator.forecast(losses.length, emptyForecast());
          return Math.min(Math.abs(logLoss - Math.log(losses.at(-1)!)), 1.5);
        }),
      );
    expect(error(m4Fast)).toBeLessThanOrEqual(error(m4Official));
  });
});

type Point = readonly [number, number];

interface BenchmarkCurve {
  readonly training: readonly Point[];
  readonly test: readonly Point[];
}

/** Curves by task and model, a point per distinct data size (the last one counts), split as the Training column says. */
function readCurves(file: string): Map<string, BenchmarkCurve> {
  const curves = new Map<string, Map<number, { loss: number; training: boolean }>>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const cells = [...line.matchAll(/"([^"]*)"|[^,]+/g)].map(([whole, quoted]) => quoted ?? whole);
    const name = `${cells[1]} ${cells[2]}`;
    const points = curves.get(name) ?? new Map<number, { loss: number; training: boolean }>();
    curves.set(name, points);
    points.set(Number(cells[3]), { loss: Number(cells[4]), training: Number(cells[5]) === 1 });
  }
  return new Map([...curves].map(([name, points]) => [name, split([...points])]));
}

function split(points: [number, { loss: number; training: boolean }][]): BenchmarkCurve {
  points.sort(([a], [b]) => a - b);
  const part = (training: boolean): Point[] =>
    points.filter(([, point]) => point.training === training).map(([x, { loss }]) => [x, loss]);
  return { training: part(true), test: part(false) };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value * value)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fitM4Official, predictM4Official } from '../../src/core/estimators/m4-official.js';

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
    const { training, test } = readCurve(file, task, model);
    const fit = fitM4Official(
      training.map(([x]) => x),
      training.map(([, y]) => y),
      options,
    );
    const { beta, c, alpha, errorInfinite, errorZero } = fit;
    parameters?.forEach((value, i) => {
      expect(Math.abs([beta, c, alpha, errorInfinite, errorZero][i]! / value - 1)).toBeLessThan(2e-4);
    });
    const squares = test.map(([x, y]) => Math.log(predictM4Official(fit, x) / y) ** 2);
    const rmse = Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
    expect(rmse).toBeCloseTo(error, 4);
  });
});

type Point = readonly [number, number];

/** One curve, a point per distinct data size (the last one counts), split as its Training column says. */
function readCurve(file: string, task: string, model: string): { training: Point[]; test: Point[] } {
  const points = new Map<number, { loss: number; training: boolean }>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const cells = [...line.matchAll(/"([^"]*)"|[^,]+/g)].map(([whole, quoted]) => quoted ?? whole);
    if (cells[1] !== task || cells[2] !== model) continue;
    points.set(Number(cells[3]), { loss: Number(cells[4]), training: Number(cells[5]) === 1 });
  }
  const sorted = [...points].sort(([a], [b]) => a - b);
  const part = (training: boolean): Point[] =>
    sorted.filter(([, point]) => point.training === training).map(([x, { loss }]) => [x, loss]);
  return { training: part(true), test: part(false) };
}

import { expect, it } from 'vitest';
import { emptyForecast, type EstimatorDefinition } from '../../../src/core/estimators/estimator.js';
import { estimatorByName } from '../../../src/core/estimators/registry.js';
import { SHARES, type IntervalScores } from '../../../src/core/evaluation/interval-scores.js';
import { Reports } from '../../../src/monitor/reports.js';
import { RunForecaster } from '../../../src/monitor/run-forecaster.js';

/** Says that the loss will be 2 at any data below 200, and 1 beyond. */
const WRONG_AT_FIRST: EstimatorDefinition = {
  name: 'wrong at first',
  title: 'Wrong at first',
  description: '',
  create: () => ({
    reports: 0,
    observe: () => undefined,
    forecast: (data, out) => Object.assign(out, emptyForecast(), { logLoss: data < 200 ? Math.log(2) : 0 }),
    state: () => ({}),
  }),
};

it('tells how far the latest dozen of forecasts was off, each at its moment', () => {
  const reports = new Reports();
  const forecaster = new RunForecaster(reports, [WRONG_AT_FIRST], () => undefined);
  const errorAt = (length: number): number => {
    while (reports.length < length) reports.add(reports.length + 1, 1, NaN, reports.length, NaN);
    forecaster.advance();
    return forecaster.methods[0]!.relativeError;
  };
  // The first forecast, made at 2, is of 4.
  expect(errorAt(3)).toBeNaN();
  expect(errorAt(4)).toBeCloseTo(1, 12);
  expect(errorAt(199)).toBeCloseTo(1, 12);
  // What is due beyond 200 is right, and there have been a dozen of these, although more were wrong.
  expect(errorAt(3000)).toBe(0);
});

/** Takes every report for a step of the learning rate. */
const ALWAYS_NEW: EstimatorDefinition = {
  ...WRONG_AT_FIRST,
  create: (context) => ({ ...WRONG_AT_FIRST.create(context), reopening: 'learning-rate' }),
};

it('remembers the newest changes of regime', () => {
  const reports = new Reports();
  const forecaster = new RunForecaster(reports, [ALWAYS_NEW], () => undefined);
  for (let i = 0; i < 100; i++) reports.add(i + 1, 1, NaN, i, NaN);
  forecaster.advance();
  expect(forecaster.changes.map(({ report }) => report)).toEqual(
    Array.from({ length: 16 }, (_, i) => 84 + i),
  );
});

it('scores intervals against losses that have a logarithm, and anew where it begins anew', () => {
  const reports = new Reports();
  const taken: IntervalScores[] = [];
  const forecaster = new RunForecaster(reports, [estimatorByName('dkf')!], () => undefined, {
    prepare: (definition) => definition,
    take: (_, scores) => void taken.push(scores),
  });
  const add = (n: number, loss: number): void => {
    reports.add(n, loss, NaN, n - 1, NaN);
  };
  for (let n = 1; n <= 50; n++) add(n, 2 * n ** -0.3);
  forecaster.advance();
  const { scored } = taken.at(-1)!;
  expect(scored).toBeGreaterThan(10);
  for (let n = 51; n <= 200; n++) add(n, n % 2 === 0 ? 0 : NaN);
  forecaster.advance();
  expect(taken.at(-1)!.scored).toBe(scored);
  reports.clear();
  for (let n = 1; n <= 2; n++) add(n, 2);
  forecaster.advance();
  expect(taken.at(-1)!.scored).toBe(0);
  expect(taken.every((one) => one.shares(new Float64Array(SHARES)).every(Number.isFinite))).toBe(true);
});

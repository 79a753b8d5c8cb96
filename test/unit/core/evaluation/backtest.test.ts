import { describe, expect, it } from 'vitest';
import { estimatorByName } from '../../../../src/core/estimators/registry.js';
import {
  backtest,
  type BacktestCurve,
  type BacktestResult,
} from '../../../../src/core/evaluation/backtest.js';
import { binAverage } from '../../../../src/core/evaluation/bin-average.js';
import { quantile } from '../../../../src/core/evaluation/quantile.js';
import { expectGolden } from '../../../golden/golden-file.js';

const METHODS = ['dkf', 'dkf-paper', 'wls', 'ls', 'kf', 'power-offset', 'bank', 'm4-fast'].map((name) =>
  estimatorByName(name)!,
);

function curve(run: string, points: number, loss: (n: number) => number): BacktestCurve {
  return { run, metric: 'loss', losses: Float64Array.from({ length: points }, (_, i) => loss(i + 1)) };
}

const CURVES = [
  curve('power law', 600, (n) => 4 * Math.pow(n, -0.3)),
  curve('floor', 600, (n) => 0.5 + 2 * Math.pow(n, -0.7) + 0.01 * Math.sin(n * n)),
  curve('drop', 600, (n) => 3 * Math.pow(n, -0.1) * (n > 300 ? 0.6 : 1)),
];

const withMethods = (names: readonly string[]) => METHODS.filter(({ name }) => names.includes(name));

describe('the back-test', () => {
  it('gives these figures on synthetic curves', () => {
    const { summary } = backtest(CURVES, { methods: METHODS, fractions: [0.01, 0.05, 0.2], target: 500 });
    expectGolden('backtest-summary.txt', asText(summary));
  });

  it('shows the first fraction and asks for the target, nothing beyond', () => {
    const settings = { methods: withMethods(['ls']), fractions: [0.05, 0.2], target: 500 } as const;
    const [whole] = backtest([CURVES[0]!], settings).curves;
    expect(whole?.points).toBe(600);
    expect(whole?.predictions.map(({ fraction, observed, target }) => [fraction, observed, target])).toEqual([
      [0.05, 25, 500],
      [0.2, 100, 500],
    ]);
    for (const { predicted, actual, relativeError, interval80, interval95 } of whole!.predictions) {
      expect(actual).toBe(4 * Math.pow(500, -0.3));
      expect(predicted).toBeCloseTo(actual, 9);
      expect(relativeError).toBeLessThan(1e-9);
      expect(interval80![0]).toBeGreaterThanOrEqual(interval95![0]);
    }
    const hidden = CURVES[0]!.losses.slice();
    hidden.fill(1e9, 100, 499);
    expect(backtest([{ ...CURVES[0]!, losses: hidden }], settings).curves[0]?.predictions).toEqual(
      whole?.predictions,
    );
  });

  it('shows the learning rates of the reports shown, and none beyond', () => {
    const settings = { methods: withMethods(['dkf', 'wls']), fractions: [0.8], target: 500 } as const;
    const rates = Float64Array.from({ length: 600 }, (_, i) => (i < 300 ? 0.1 : 0.01));
    const predicted = (learningRates?: Float64Array) =>
      backtest(
        [{ ...CURVES[2]!, ...(learningRates !== undefined && { learningRates }) }],
        settings,
      ).curves[0]!.predictions.map((row) => row.predicted);
    const [alone, told] = [predicted(), predicted(rates)];
    expect(told[0]).not.toBe(alone[0]);
    expect(told[1]).toBe(alone[1]);
    expect(predicted(rates.map((rate, i) => (i < 400 ? rate : 7)))).toEqual(told);
    expect(predicted(new Float64Array(600).fill(NaN))).toEqual(alone);
  });

  it('predicts the last point where asked to, or where the curve ends before the target', () => {
    const targets = (target: number | 'last', losses: readonly number[]) =>
      backtest([{ run: 'a', metric: 'loss', losses: Float64Array.from(losses) }], {
        methods: withMethods(['ls']),
        fractions: [0.5],
        target,
      }).curves[0]?.predictions.map((prediction) => prediction.target);
    const losses = [4, 3, 2.5, 2.2, 2, 1.9];
    expect(targets('last', losses)).toEqual([6]);
    expect(targets(500, losses)).toEqual([6]);
    expect(targets(5, losses)).toEqual([5]);
    expect(targets('last', [...losses, NaN, Infinity, -1])).toEqual([6]);
    // The very point asked for has no logarithm, or there is nothing to show before it.
    expect(targets(3, [4, 3, NaN, 2])).toEqual([]);
    expect(targets('last', [4, 3])).toEqual([]);
    expect(targets('last', [])).toEqual([]);
  });

  it('times both steps by the clock it is given', () => {
    let ticks = 0;
    const { summary } = backtest([CURVES[0]!], {
      methods: withMethods(['ls']),
      fractions: [0.1],
      target: 500,
      now: () => ticks++,
    });
    expect(summary[0]).toMatchObject({ microsecondsPerObservation: 20, microsecondsPerPrediction: 1000 });
  });

  it('lets no single curve rule the error in logarithms', () => {
    const collapse = curve('collapse', 500, (n) => (n < 500 ? 4 : 0.001));
    const { summary } = backtest([collapse], { methods: withMethods(['ls']), fractions: [0.1], target: 500 });
    expect(summary[0]!.cappedLogError).toBe(1.5);
  });

  it('summarises nothing as nothing', () => {
    const { summary } = backtest([], { methods: withMethods(['ls']), fractions: [0.1], target: 500 });
    expect(summary[0]).toMatchObject({ curves: 0, meanRelativeError: NaN, medianRelativeError: NaN });
  });
});

describe('quantiles', () => {
  it('interpolate between order statistics', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12);
    expect(quantile([1, 2, Infinity], 0.5)).toBe(2);
    expect(quantile([], 0.5)).toBeNaN();
  });
});

it('averages a curve to fewer reports', () => {
  expect(Array.from(binAverage([1, 2, 3, 4, 5, 6, 7], 3))).toEqual([1.5, 3.5, 6]);
});

/** Fixed digits, one line per method and fraction. */
function asText(summary: BacktestResult['summary']): string {
  const rows = summary.map(
    ({
      method,
      fraction,
      curves,
      meanRelativeError,
      medianRelativeError,
      p90RelativeError,
      cappedLogError,
      coverage80,
      coverage95,
    }) =>
      [method, fraction, curves]
        .concat(
          [
            meanRelativeError,
            medianRelativeError,
            p90RelativeError,
            cappedLogError,
            coverage80!,
            coverage95!,
          ].map((value) => value.toFixed(5)),
        )
        .join('\t'),
  );
  return `method\tfraction\tcurves\tmean\tmedian\tp90\tlog\tcoverage80\tcoverage95\n${rows.join('\n')}\n`;
}

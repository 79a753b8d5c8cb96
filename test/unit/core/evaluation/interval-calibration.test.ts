import { describe, expect, it } from 'vitest';
import { dkf } from '../../../../src/core/estimators/dkf.js';
import {
  emptyForecast,
  type Estimator,
  type EstimatorDefinition,
  type Forecast,
} from '../../../../src/core/estimators/estimator.js';
import { Z80, Z95 } from '../../../../src/core/normal.js';
import { calibrated } from '../../../../src/core/evaluation/calibrated.js';
import { IntervalCalibration } from '../../../../src/core/evaluation/interval-calibration.js';
import {
  BINS,
  firstBin,
  HORIZONS,
  IntervalScores,
  SHARES,
} from '../../../../src/core/evaluation/interval-scores.js';
import { Random } from '../../../../src/core/simulation/random.js';

/** Says that ln(loss) will be 0, give or take one standard deviation. */
const STANDARD: Estimator = {
  reports: 1,
  observe: () => undefined,
  forecast: (_, out) =>
    Object.assign(out, { logLoss: 0, lower80: -Z80, upper80: Z80, lower95: -Z95, upper95: Z95 }),
  state: () => ({}),
};

/** The scores of STANDARD on a run whose losses scatter by `deviation`. */
function scoresOf(seed: number, deviation: number, reports = 2000): IntervalScores {
  const random = new Random(seed);
  const scores = new IntervalScores();
  for (let n = 1; n <= reports; n++) scores.observe(n, Math.exp(deviation * random.normal()), STANDARD);
  return scores;
}

function calibrationOf(runs: number, deviation: number): IntervalCalibration {
  const calibration = new IntervalCalibration();
  for (let run = 0; run < runs; run++) calibration.take(`run ${run}`, scoresOf(run, deviation));
  return calibration;
}

const MIDDLE = Math.log(8);

describe('the scores of intervals', () => {
  it('hold each forecast against what came at its moment', () => {
    const scores = new IntervalScores();
    // Forecasts are made at 2, and at every fourth of a doubling from there; the nearest is of 1.25 times the data.
    scores.observe(1, 1, STANDARD);
    scores.observe(2, 1, STANDARD);
    expect(scores.scored).toBe(0);
    // Just outside the 80 % interval.
    expect(scores.observe(2.5, Math.exp(1.3), STANDARD)).toBe(true);
    expect([scores.scored, ...scores.held]).toEqual([1, 0, 1]);
    // Of 2.5 times 2, and of 1.25 times 2.5.
    expect(scores.observe(6, Math.exp(-0.5), STANDARD)).toBe(true);
    expect([scores.scored, ...scores.held]).toEqual([3, 2, 3]);
  });

  it('pass over forecasts without intervals, and without width', () => {
    const scores = new IntervalScores();
    const level: Estimator = {
      ...STANDARD,
      forecast: (_, out) =>
        Object.assign(out, { logLoss: 0, lower80: 0, upper80: 0, lower95: 0, upper95: 0 }),
    };
    const silent: Estimator = { ...STANDARD, forecast: (_, out) => Object.assign(out, emptyForecast()) };
    for (const estimator of [level, silent]) {
      for (let n = 1; n <= 100; n++) expect(scores.observe(n, 1, estimator)).toBe(false);
    }
    expect(scores.shares(new Float64Array(SHARES)).every((share) => share === 0)).toBe(true);
  });

  it('count as one run at most, and as less while there are few', () => {
    const counts = (scores: IntervalScores): number[] => {
      const shares = scores.shares(new Float64Array(SHARES));
      return Array.from({ length: HORIZONS }, (_, horizon) =>
        shares
          .subarray(firstBin(0, horizon), firstBin(0, horizon) + BINS)
          .reduce((sum, share) => sum + share),
      );
    };
    for (const count of counts(scoresOf(1, 1))) expect(count).toBeCloseTo(1, 9);
    const few = counts(scoresOf(1, 1, 4));
    expect(few[0]).toBeGreaterThan(few[HORIZONS - 1]!);
    expect(Math.max(...few)).toBeLessThan(0.5);
    for (const count of counts(new IntervalScores())) expect(count).toBe(0);
  });
});

describe('the calibration of intervals', () => {
  it('leaves them as they are without runs, to the last bit', () => {
    const calibration = new IntervalCalibration();
    for (const horizon of [0, 0.3, 1, 2, 5]) {
      expect([calibration.factor(0, horizon), calibration.factor(1, horizon)]).toEqual([1, 1]);
    }
    calibration.take('a', scoresOf(1, 3));
    expect(calibration.factor(0, MIDDLE)).not.toBe(1);
    calibration.take('b', scoresOf(1, 3));
    calibration.forget('b');
    calibration.forget('a');
    expect(calibration.factor(0, MIDDLE)).toBeCloseTo(1, 9);
  });

  it.each([0.5, 2, 3])('makes them %d times as wide where errors are so much greater', (deviation) => {
    const calibration = calibrationOf(100, deviation);
    for (const horizon of [0, 1, MIDDLE, 5]) {
      for (const level of [0, 1] as const) {
        const factor = calibration.factor(level, horizon);
        expect(Math.abs(Math.log(factor / deviation))).toBeLessThan(0.2);
      }
    }
  });

  it('leaves them where they are right, however many runs say so', () => {
    const calibration = calibrationOf(100, 1);
    expect(Math.abs(calibration.factor(0, MIDDLE) - 1)).toBeLessThan(0.07);
    expect(Math.abs(calibration.factor(1, MIDDLE) - 1)).toBeLessThan(0.1);
  });

  it('learns little from one run, and more from each that agrees', () => {
    let before = 1;
    for (const runs of [1, 3, 10, 30]) {
      const factor = calibrationOf(runs, 100).factor(0, MIDDLE);
      expect(factor).toBeGreaterThan(before);
      before = factor;
    }
    expect(calibrationOf(1, 100).factor(0, MIDDLE)).toBeLessThan(1.5);
    expect(before).toBeLessThan(4);
  });

  it('takes the newest scores of a run in place of the earlier ones', () => {
    const once = calibrationOf(5, 2);
    const again = calibrationOf(5, 2);
    for (let i = 0; i < 100; i++) {
      again.take('run 0', scoresOf(0, 2, 60));
      expect(again.factor(0, MIDDLE)).not.toBe(once.factor(0, MIDDLE));
    }
    again.take('run 0', scoresOf(0, 2));
    expect(again.factor(0, MIDDLE)).toBeCloseTo(once.factor(0, MIDDLE), 9);
  });

  it('puts near and far forecasts right each by their like', () => {
    const calibration = new IntervalCalibration();
    for (let run = 0; run < 50; run++) {
      const random = new Random(run);
      const scores = new IntervalScores();
      // A walk in ln(data), which its last value is forecast for.
      let level = 0;
      const last: Estimator = {
        ...STANDARD,
        forecast: (at, out) => {
          STANDARD.forecast(at, out);
          for (const name of Object.keys(out) as (keyof Forecast)[]) out[name] += level;
          return out;
        },
      };
      for (let n = 1; n <= 4000; n++) {
        level += random.normal() * Math.sqrt(Math.log((n + 1) / n));
        scores.observe(n, Math.exp(level), last);
      }
      calibration.take(String(run), scores);
    }
    expect(calibration.factor(0, Math.log(48))).toBeGreaterThan(1.5 * calibration.factor(0, Math.log(1.5)));
    // In between they go from one to the next.
    const [nearest, next] = calibration.factors80;
    expect(calibration.factor(0, Math.log(1.25 * Math.sqrt(2)))).toBeCloseTo((nearest! + next!) / 2, 9);
  });

  it('keeps the 95 % interval around the 80 % one, and the median', () => {
    const calibration = new IntervalCalibration();
    // All errors are just beyond the 80 % bound, none is near that of 95 %.
    for (let run = 0; run < 100; run++) {
      const scores = new IntervalScores();
      for (let n = 1; n <= 500; n++) scores.observe(n, Math.exp(1.4 * (n % 2 === 0 ? 1 : -1)), STANDARD);
      calibration.take(String(run), scores);
    }
    const forecast = calibration.apply(STANDARD.forecast(1, emptyForecast()), MIDDLE);
    expect(forecast.logLoss).toBe(0);
    expect(forecast.lower95).toBeLessThanOrEqual(forecast.lower80);
    expect(forecast.upper95).toBeGreaterThanOrEqual(forecast.upper80);
    expect(forecast.upper80).toBeGreaterThan(Z80);
  });
});

describe('a calibrated estimator', () => {
  const follow = (definition: EstimatorDefinition): Estimator => {
    const estimator = definition.create({ totalReports: 400 });
    for (let n = 1; n <= 50; n++) estimator.observe(n, 2 * n ** -0.3 * (n % 2 === 0 ? 1.02 : 0.98));
    // Not fitted, and no place to forecast from.
    estimator.observe(51, NaN);
    return estimator;
  };

  it('forecasts as its method does, in intervals that are as many times as wide', () => {
    const calibration = calibrationOf(20, 2);
    const own = follow(dkf).forecast(400, emptyForecast());
    const moved = follow(calibrated(dkf, calibration)).forecast(400, emptyForecast());
    const [by80, by95] = ([0, 1] as const).map((level) => calibration.factor(level, Math.log(400 / 50)));
    expect(by80).not.toBeCloseTo(by95!, 3);
    expect(moved.logLoss).toBe(own.logLoss);
    expect(moved.lower80 - moved.logLoss).toBeCloseTo(by80! * (own.lower80 - own.logLoss), 12);
    expect(moved.upper80 - moved.logLoss).toBeCloseTo(by80! * (own.upper80 - own.logLoss), 12);
    expect(moved.lower95 - moved.logLoss).toBeCloseTo(by95! * (own.lower95 - own.logLoss), 12);
    expect(moved.upper95 - moved.logLoss).toBeCloseTo(by95! * (own.upper95 - own.logLoss), 12);
  });

  it('is the method itself in name, and tells the factors with its state', () => {
    const definition = calibrated(dkf, calibrationOf(20, 2));
    expect([definition.name, definition.title]).toEqual([dkf.name, dkf.title]);
    const state = follow(definition).state();
    expect(state).toMatchObject(follow(dkf).state());
    expect(state['intervalFactors80']).toHaveLength(HORIZONS);
    expect(state['intervalFactors95']).toHaveLength(HORIZONS);
  });

  it('says nothing before its first report', () => {
    const forecast = calibrated(dkf, calibrationOf(3, 2))
      .create({ totalReports: 10 })
      .forecast(5, emptyForecast());
    expect(Object.values(forecast).every(Number.isNaN)).toBe(true);
  });
});

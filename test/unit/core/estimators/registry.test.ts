import { describe, expect, it } from 'vitest';
import { emptyForecast, type Estimator } from '../../../../src/core/estimators/estimator.js';
import { ESTIMATORS, estimatorByName } from '../../../../src/core/estimators/registry.js';

function fed(estimator: Estimator, losses: readonly number[], data = (i: number) => i + 1): Estimator {
  losses.forEach((loss, i) => {
    estimator.observe(data(i), loss);
  });
  return estimator;
}

const POWER_LAW = Array.from({ length: 60 }, (_, i) => 3 * Math.pow(i + 1, -0.25));

it('finds estimators by their names, which are distinct', () => {
  expect(ESTIMATORS[0]!.name).toBe('dkf');
  expect(new Set(ESTIMATORS.map(({ name }) => name)).size).toBe(ESTIMATORS.length);
  expect(estimatorByName('wls')?.title).toBe('WLS');
  expect(estimatorByName('none')).toBeUndefined();
});

describe.each(ESTIMATORS.filter(({ name }) => name !== 'm4'))('$name', (definition) => {
  const create = (): Estimator => definition.create({ totalReports: 500 });

  it('says nothing before the first report', () => {
    const forecast = create().forecast(10, emptyForecast());
    expect(Object.values(forecast).every(Number.isNaN)).toBe(true);
    expect(create().state()).toBeTypeOf('object');
  });

  it('follows a power law', () => {
    const { logLoss } = fed(create(), POWER_LAW).forecast(120, emptyForecast());
    expect(Math.abs(logLoss - Math.log(3 * Math.pow(120, -0.25)))).toBeLessThan(0.1);
  });

  it('brackets its median, the 95 % interval outside the 80 % one, wider further ahead', () => {
    const estimator = fed(create(), POWER_LAW);
    const near = { ...estimator.forecast(65, emptyForecast()) };
    const far = estimator.forecast(600, emptyForecast());
    for (const { lower95, lower80, logLoss, upper80, upper95 } of [near, far]) {
      expect([lower95, lower80, logLoss, upper80, upper95]).toEqual(
        [lower95, lower80, logLoss, upper80, upper95].sort((a, b) => a - b),
      );
    }
    expect(far.upper80 - far.lower80).toBeGreaterThan(near.upper80 - near.lower80);
  });

  it('is less sure of noisy reports than of smooth ones', () => {
    const width = (noise: number) => {
      const losses = POWER_LAW.map((loss, i) => loss * Math.exp(noise * Math.sin(7 * i * i)));
      const { lower80, upper80 } = fed(create(), losses).forecast(66, emptyForecast());
      return upper80 - lower80;
    };
    expect(width(0.2)).toBeGreaterThan(2 * width(0));
  });

  it('skips reports that have no logarithm', () => {
    const clean = fed(create(), POWER_LAW.slice(0, 20));
    const dirty = create();
    POWER_LAW.slice(0, 20).forEach((loss, i) => {
      dirty.observe(i + 1, loss);
      for (const bad of [0, -1, NaN, Infinity, -Infinity]) dirty.observe(i + 1.5, bad);
      dirty.observe(NaN, 1);
      dirty.observe(0, 1);
    });
    expect(dirty.reports).toBe(20);
    expect(dirty.forecast(100, emptyForecast())).toEqual(clean.forecast(100, emptyForecast()));
  });

  it.each([
    ['one report', [2.5]],
    ['two reports', [2.5, 2.4]],
    ['a constant loss', new Array<number>(50).fill(0.7)],
    ['a loss of 1e-300', POWER_LAW.map((loss) => 1e-300 * loss)],
    ['a loss of 1e300', POWER_LAW.map((loss) => 1e300 * loss)],
    ['a rising loss', POWER_LAW.map((loss) => 1 / loss)],
    ['a blow-up', [...POWER_LAW.slice(0, 20), 1e30, 1e250, 1e300]],
    ['a collapse', [...POWER_LAW.slice(0, 20), 1e-30, 1e-250, 1e-300]],
  ])('gives numbers for %s', (_, losses) => {
    const estimator = fed(create(), losses);
    for (const data of [losses.length, losses.length + 0.5, 2 * losses.length, 1e6]) {
      const forecast = estimator.forecast(data, emptyForecast());
      expect(Object.values(forecast).some(Number.isNaN), JSON.stringify([data, forecast])).toBe(false);
    }
    const numbers = Object.values(estimator.state()).flat();
    expect(numbers.some(Number.isNaN), JSON.stringify(estimator.state())).toBe(false);
  });

  it('keeps to the level of a constant loss', () => {
    const { logLoss } = fed(create(), new Array<number>(200).fill(0.7)).forecast(210, emptyForecast());
    expect(logLoss).toBeCloseTo(Math.log(0.7), 1);
  });

  it('takes gaps in the data', () => {
    const estimator = fed(
      create(),
      POWER_LAW.map((_, i) => 3 * Math.pow(1 + 7 * i, -0.25)),
      (i) => 1 + 7 * i,
    );
    const { logLoss } = estimator.forecast(800, emptyForecast());
    expect(Math.abs(logLoss - Math.log(3 * Math.pow(800, -0.25)))).toBeLessThan(0.15);
  });

  it('answers a look back without NaN', () => {
    const forecast = fed(create(), POWER_LAW).forecast(10, emptyForecast());
    expect(Object.values(forecast).some(Number.isNaN)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { DampedStep } from '../../../../src/core/estimators/damped-trend.js';
import { dkf, LogTimeFilter } from '../../../../src/core/estimators/dkf.js';
import { emptyForecast } from '../../../../src/core/estimators/estimator.js';

function fed(losses: readonly number[]): LogTimeFilter {
  const filter = new LogTimeFilter();
  losses.forEach((loss, i) => {
    filter.observe(i + 1, loss);
  });
  return filter;
}

const forecastAt = (filter: LogTimeFilter, data: number) => filter.forecast(data, emptyForecast());
const powerLaw = (n: number, floor = 0) =>
  Array.from({ length: n }, (_, i) => floor + 2 * Math.pow(i + 1, -0.4));

describe('the filter in ln(data)', () => {
  it('never forecasts a rise', () => {
    const rising = Array.from({ length: 100 }, (_, i) => 1 + 0.01 * i);
    expect(forecastAt(fed(rising), 1000).logLoss).toBeLessThanOrEqual(Math.log(2.01));
  });

  it('expects less of a curve that nears a floor than of one that does not', () => {
    const drop = (floor: number) => {
      const filter = fed(powerLaw(200, floor));
      return forecastAt(filter, 200).logLoss - forecastAt(filter, 1000).logLoss;
    };
    expect(drop(1)).toBeLessThan(drop(0) / 2);
  });

  it('is not thrown by one outlier', () => {
    const clean = powerLaw(300);
    const spoilt = clean.map((loss, i) => (i === 250 ? 20 * loss : loss));
    const difference = forecastAt(fed(spoilt), 600).logLoss - forecastAt(fed(clean), 600).logLoss;
    expect(Math.abs(difference)).toBeLessThan(0.05);
  });

  it('takes over a new level within a few reports', () => {
    const dropped = powerLaw(310).map((loss, i) => (i < 300 ? loss : 0.5 * loss));
    expect(Math.exp(forecastAt(fed(dropped), 312).logLoss)).toBeCloseTo(dropped[309]!, 2);
  });

  it('tells where and why it re-opened', () => {
    const told = (losses: readonly number[], rates: readonly number[] = []) => {
      const filter = new LogTimeFilter();
      return losses.flatMap((loss, i) => {
        filter.observe(i + 1, loss, { learningRate: rates[i] ?? NaN });
        return filter.reopening === undefined ? [] : [[i, filter.reopening]];
      });
    };
    const smooth = powerLaw(310);
    expect(told(smooth)).toEqual([]);
    // Settled by the second report, for the first might be an outlier.
    expect(told(smooth.map((loss, i) => (i < 300 ? loss : 0.5 * loss)))[0]).toEqual([301, 'fall']);
    expect(told(smooth.map((loss, i) => (i < 300 ? loss : 2 * loss)))[0]).toEqual([301, 'rise']);
    expect(
      told(
        smooth,
        smooth.map((_, i) => (i < 200 ? 0.1 : 0.01)),
      ),
    ).toEqual([[200, 'learning-rate']]);
  });

  it('takes over the new level at once where the learning rate fell by a step', () => {
    const dropped = powerLaw(310).map((loss, i) => (i < 300 ? loss : 0.9 * loss));
    const level = (rate: (i: number) => number) => {
      const filter = new LogTimeFilter();
      for (let i = 0; i < 301; i++) filter.observe(i + 1, dropped[i]!, { learningRate: rate(i) });
      return Math.abs(forecastAt(filter, 301).logLoss - Math.log(dropped[300]!));
    };
    const told = level((i) => (i < 300 ? 0.1 : 0.01));
    expect(told).toBeLessThan(0.01);
    expect(level(() => 0.1)).toBeGreaterThan(5 * told);
  });

  it('does so however far the step takes the loss, and with noise', () => {
    const filter = new LogTimeFilter();
    const losses = powerLaw(301).map((loss, i) =>
      i < 300 ? loss * Math.exp(0.02 * Math.sin(7 * i * i)) : loss / 2,
    );
    losses.forEach((loss, i) => {
      filter.observe(i + 1, loss, { learningRate: i < 300 ? 0.1 : 0.01 });
    });
    expect(Math.abs(forecastAt(filter, 301).logLoss - Math.log(losses[300]!))).toBeLessThan(0.02);
  });

  it('is the same to the last bit without a learning rate', () => {
    const losses = powerLaw(120).map((loss, i) => loss * (1 + 0.05 * Math.sin(7 * i)));
    const told = new LogTimeFilter();
    losses.forEach((loss, i) => {
      told.observe(i + 1, loss, { learningRate: NaN });
    });
    expect(told.state()).toEqual(fed(losses).state());
    expect(forecastAt(told, 900)).toEqual(forecastAt(fed(losses), 900));
  });

  it('expects a level loss to begin to fall, and a falling one not more than it shows', () => {
    const level = forecastAt(fed(new Array<number>(50).fill(1)), 500).logLoss;
    expect(level).toBeLessThan(-0.15 * Math.log(10));
    const afterFall = forecastAt(
      fed([...new Array<number>(25).fill(4), ...new Array<number>(25).fill(1)]),
      51,
    );
    expect(afterFall.logLoss).toBeGreaterThan(-0.02);
  });

  it('gives more room to a rise the more it forecasts a fall, and most to a late drop of a slow curve', () => {
    const rise = (exponent: number) => {
      const losses = Array.from({ length: 200 }, (_, i) => Math.pow(i + 1, -exponent));
      const { logLoss, upper80 } = forecastAt(fed(losses), 800);
      return upper80 - logLoss;
    };
    expect(rise(0.1)).toBeLessThan(rise(0.3));
    expect(rise(0.3)).toBeLessThan(rise(0.9));
    const { logLoss, lower80, lower95 } = forecastAt(fed(new Array<number>(200).fill(1)), 800);
    expect(logLoss - lower80).toBeGreaterThan(rise(0.1));
    expect(logLoss - lower95).toBeGreaterThan(2 * rise(0.1));
  });

  it('gives more room to a rise of a loss that has risen before', () => {
    const room = (bump: number) => {
      const losses = powerLaw(200).map((loss, i) => (i > 50 && i < 100 ? loss * bump : loss));
      const { logLoss, upper80, upper95 } = forecastAt(fed(losses), 800);
      return [upper80 - logLoss, upper95 - logLoss] as const;
    };
    expect(room(2)[0]).toBeGreaterThan(1.5 * room(1)[0]);
    expect(room(2)[1]).toBeGreaterThan(1.5 * room(1)[1]);
  });

  it('is less sure of a run that its own forecasts were off on', () => {
    // The same level, noise and number of reports; the second falls twice where nothing told so.
    const smooth = powerLaw(256);
    const stairs = smooth.map((loss, i) => (i < 40 ? 4 * loss : i < 120 ? 2 * loss : loss));
    const down = (losses: readonly number[], bound: 'lower80' | 'lower95') => {
      const forecast = forecastAt(fed(losses), 1000);
      return forecast.logLoss - forecast[bound];
    };
    expect(down(stairs, 'lower80')).toBeGreaterThan(1.3 * down(smooth, 'lower80'));
    expect(down(stairs, 'lower95')).toBeGreaterThan(1.3 * down(smooth, 'lower95'));
  });

  it('is less sure downwards of a run that makes few reports, and takes an unknown one for the usual', () => {
    const down = (totalReports?: number) => {
      const filter = dkf.create({ totalReports });
      powerLaw(50).forEach((loss, i) => {
        filter.observe(i + 1, loss);
      });
      const { logLoss, lower80 } = filter.forecast(100, emptyForecast());
      return logLoss - lower80;
    };
    expect(down(100)).toBeGreaterThan(1.2 * down(500));
    expect(down()).toBe(down(500));
    expect(down(5000)).toBe(down(500));
    expect(down(20)).toBe(down(100));
  });

  it('is surer the more it has seen', () => {
    const width = (n: number) => {
      const { lower80, upper80 } = forecastAt(fed(powerLaw(n)), 500);
      return upper80 - lower80;
    };
    expect(width(10)).toBeGreaterThan(width(50));
    expect(width(50)).toBeGreaterThan(width(250));
  });
});

describe('a damped step', () => {
  // One long step has to equal many short ones: F and Q compose.
  it.each([0.5, 3, 1e-2, 1e-4])('over %d is the same in one step or in a thousand', (interval) => {
    const whole = new DampedStep();
    whole.set(0.9, interval);
    const part = new DampedStep();
    part.set(0.9, interval / 1000);
    let [decay, reach, q11, q12, q22] = [1, 0, 0, 0, 0];
    for (let i = 0; i < 1000; i++) {
      q11 = q11 + 2 * part.reach * q12 + part.reach ** 2 * q22 + part.levelNoise;
      q12 = part.decay * (q12 + part.reach * q22) + part.crossNoise;
      q22 = part.decay ** 2 * q22 + part.slopeNoise;
      reach = reach + part.reach * decay;
      decay = part.decay * decay;
    }
    const close = (actual: number, expected: number) => {
      expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-6);
    };
    close(whole.decay, decay);
    close(whole.reach, reach);
    close(whole.levelNoise, q11);
    close(whole.crossNoise, q12);
    close(whole.slopeNoise, q22);
  });
});

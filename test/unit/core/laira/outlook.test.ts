import { describe, expect, it } from 'vitest';
import type { Estimator, Forecast } from '../../../../src/core/estimators/estimator.js';
import { chanceRate, Outlook } from '../../../../src/core/laira/outlook.js';

/** Forecasts the power law data^-exponent with normal intervals of one width in ln(loss). */
function powerLaw(exponent: number, deviation: number): Estimator {
  return {
    reports: 10,
    observe: () => undefined,
    forecast: (data: number, out: Forecast) => {
      const logLoss = -exponent * Math.log(data);
      return Object.assign(out, {
        logLoss,
        lower80: logLoss - 1.2816 * deviation,
        upper80: logLoss + 1.2816 * deviation,
        lower95: logLoss - 1.96 * deviation,
        upper95: logLoss + 1.96 * deviation,
      });
    },
    state: () => ({}),
  };
}

/** At 10 reports, one a unit; the median meets the target at 100 reports. */
function outlookOf(deviation: number, timeLeft: number): Outlook {
  const outlook = new Outlook();
  outlook.tabulate({
    estimator: powerLaw(0.3, deviation),
    logTarget: -0.3 * Math.log(100),
    data: 10,
    rate: 1,
    timeLeft,
  });
  return outlook;
}

describe('Outlook', () => {
  it('finds the median of the time to the target, before and behind the deadline', () => {
    expect(outlookOf(0.1, 400).medianTime).toBeCloseTo(90, -1);
    expect(outlookOf(0.1, 60).medianTime).toBeCloseTo(90, -1);
    expect(outlookOf(0.1, 5).medianTime).toBe(Infinity);
  });

  it('has a chance that grows with time', () => {
    const outlook = outlookOf(0.2, 400);
    const chances = [1, 10, 50, 90, 200, 400, 800].map((time) => outlook.chance(time));
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
    expect(outlook.chance(0)).toBe(0);
  });

  it('has the odds of the forecast where 20 reports were made and 20 are to come', () => {
    const outlook = new Outlook();
    outlook.tabulate({
      estimator: powerLaw(0.3, 0.2),
      logTarget: -0.3 * Math.log(40),
      data: 20,
      rate: 1,
      timeLeft: 20,
    });
    expect(outlook.chance(20)).toBeCloseTo(0.5, 12);
  });

  it('trusts what is about to happen less than the forecast does, and what has long to go more', () => {
    /** Odds of success where the median of the forecast meets the target after these reports. */
    const odds = (data: number, reports: number): number => {
      const outlook = new Outlook();
      const logTarget = -0.3 * Math.log(data + reports);
      outlook.tabulate({ estimator: powerLaw(0.3, 0.2), logTarget, data, rate: 1, timeLeft: reports });
      const chance = outlook.chance(reports);
      return chance / (1 - chance);
    };
    expect(odds(20, 5)).toBeCloseTo(0.5, 9);
    expect(odds(20, 80)).toBeCloseTo(2, 9);
    expect(odds(20, 20_000)).toBeCloseTo(Math.sqrt(50), 9);
    expect(odds(200, 20)).toBeCloseTo(0.1 ** 0.15, 9);
  });

  it('splits the work in stretches of falling return that sum to the chance at the deadline', () => {
    const outlook = outlookOf(0.3, 300);
    const stretches = outlook.stretches(300);
    const returns = stretches.map(({ chanceRate }) => chanceRate);
    expect(returns).toEqual([...returns].sort((a, b) => b - a));
    const chance = stretches.reduce((sum, { time, chanceRate }) => sum + time * chanceRate, 0);
    expect(chance).toBeCloseTo(outlook.chance(300), 9);
  });

  it('has one stretch of a certain length when the forecast is certain', () => {
    const [first] = outlookOf(1e-3, 400).stretches(400);
    expect(first!.chanceRate).toBeGreaterThan(1 / 130);
    expect(first!.chanceRate).toBeLessThan(1 / 60);
  });

  it('has no work worth doing without time', () => {
    expect(outlookOf(0.1, 400).stretches(0)).toEqual([]);
  });
});

describe('the return of work on a task', () => {
  it('is nothing without work, and that of the work where it is all of one kind', () => {
    expect(chanceRate([])).toBe(0);
    expect(chanceRate([{ time: 5, chanceRate: 0.02 }])).toBeCloseTo(0.02, 12);
    // The same chance in twice the time, and none at all for nothing.
    expect(chanceRate([{ time: 5, chanceRate: 0.02 }], 5)).toBeCloseTo(0.01, 12);
    expect(chanceRate([], 5)).toBe(0);
  });

  it('is the chance of all work worth doing per unit of its time', () => {
    const stretches = [
      { time: 1, chanceRate: 0.16 },
      { time: 7, chanceRate: 0.0571428571428571 },
    ];
    // All: .56 in 8.
    expect(chanceRate(stretches)).toBeCloseTo(0.07, 12);
  });

  it('puts steady work before a mirage, which promises much at once and little after', () => {
    const mirage = [
      { time: 1, chanceRate: 0.05 },
      { time: 99, chanceRate: 0.001 },
    ];
    expect(chanceRate([{ time: 40, chanceRate: 0.02 }])).toBeGreaterThan(chanceRate(mirage));
  });
});

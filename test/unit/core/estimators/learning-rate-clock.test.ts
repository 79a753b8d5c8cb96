import { describe, expect, it } from 'vitest';
import { LogTimeFilter } from '../../../../src/core/estimators/dkf.js';
import { emptyForecast } from '../../../../src/core/estimators/estimator.js';
import { LearningRateClock } from '../../../../src/core/estimators/learning-rate-clock.js';

const REPORTS = 500;
type Schedule = (share: number) => number;

const cosine: Schedule = (u) => 0.3 * 0.5 * (1 + Math.cos(Math.PI * u));
const line: Schedule = (u) => 2e-4 * (1 - u);
const warmed =
  (schedule: Schedule): Schedule =>
  (u) =>
    u < 0.05 ? (schedule(0) * u) / 0.05 : schedule((u - 0.05) / 0.95);

/** The clock at every report of a schedule. */
function times(schedule: Schedule, clock = new LearningRateClock(), reports = REPORTS): number[] {
  return Array.from({ length: reports }, (_, i) => clock.observe(i + 1, schedule((i + 1) / REPORTS)));
}

/** How far the clock, asked after a share of the reports, is off about the last one. */
function errorAhead(schedule: Schedule, share: number): number {
  const clock = new LearningRateClock();
  times(schedule, clock, share * REPORTS);
  return Math.abs(clock.at(REPORTS) - times(schedule).at(-1)!);
}

describe('the clock of the learning rate', () => {
  it('is ln(data) without a rate, and with a constant one, to the last bit', () => {
    for (const rate of [NaN, 0, 0.1]) {
      const clock = new LearningRateClock();
      expect(times(() => rate, clock)).toEqual(Array.from({ length: REPORTS }, (_, i) => Math.log(i + 1)));
      expect(clock.at(1234.5)).toBe(Math.log(1234.5));
      expect(clock.inUse).toBe(false);
    }
  });

  it('is ln(data) during a warm-up', () => {
    expect(times((u) => 0.1 * u).slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, i) => Math.log(i + 1)));
  });

  it.each([
    ['cosine', cosine],
    ['line', line],
    ['cosine after a warm-up', warmed(cosine)],
    ['line after a warm-up', warmed(line)],
  ])('foresees the end of a %s', (_, schedule) => {
    for (const share of [0.1, 0.2, 0.4, 0.6, 0.8, 0.96]) {
      expect(errorAhead(schedule, share)).toBeLessThan(0.02);
    }
  });

  it('never runs backwards along a schedule that falls, and hardly moves after its end', () => {
    for (const schedule of [cosine, line]) {
      const clock = new LearningRateClock();
      const all = times(schedule, clock);
      for (let i = 1; i < all.length; i++) expect(all[i]).toBeGreaterThanOrEqual(all[i - 1]!);
      expect(clock.at(2 * REPORTS) - all.at(-1)!).toBeLessThan(Math.log(2) / 4);
    }
  });

  it('takes a rate that slows down to stay where it is', () => {
    const clock = new LearningRateClock();
    const slowing: Schedule = (u) => 1e-3 / Math.sqrt(1 + 100 * u);
    const now = times(slowing, clock, 250).at(-1)!;
    const staying = times((u) => slowing(Math.min(u, 0.5)));
    expect(clock.at(REPORTS)).toBeCloseTo(staying.at(-1)!, 10);
    expect(clock.at(REPORTS)).toBeGreaterThan(now);
  });

  it('jumps ahead where the rate falls by a step, and goes more slowly from there', () => {
    const clock = new LearningRateClock();
    const all = times((u) => (u <= 0.5 ? 0.1 : 0.01), clock);
    expect(all[250]! - all[249]!).toBeGreaterThan(0.3);
    expect(all[499]! - all[251]!).toBeLessThan(0.6 * Math.log(500 / 252));
    expect(clock.inUse).toBe(true);
  });

  it('does not follow a rate that is drawn anew at every report', () => {
    const clock = new LearningRateClock();
    const all = times((u) => 30 + 5 * Math.sin(1e4 * u), clock);
    expect(all.at(-1)).toBe(Math.log(REPORTS));
    expect(clock.inUse).toBe(false);
  });
});

describe('the filter with a learning rate', () => {
  /** A power law of what is learned, with noise of training that falls with the rate. */
  const lossOf = (schedule: Schedule) => {
    let learned = 0;
    return Array.from({ length: REPORTS }, (_, i) => {
      const rate = schedule((i + 1) / REPORTS) / schedule(0);
      learned += rate;
      return (2 * learned ** -0.3 + 0.1 * rate) * (1 + 0.01 * Math.sin(12.9898 * i * i));
    });
  };

  it.each([
    ['cosine', cosine],
    ['line', line],
  ])('forecasts the end of a %s better than by the loss alone', (_, schedule) => {
    const losses = lossOf(schedule);
    const error = (told: boolean) => {
      const filter = new LogTimeFilter();
      for (let i = 0; i < 0.8 * REPORTS; i++) {
        filter.observe(i + 1, losses[i]!, { learningRate: told ? schedule((i + 1) / REPORTS) : NaN });
      }
      expect(filter.usesLearningRate).toBe(told);
      return Math.abs(filter.forecast(REPORTS, emptyForecast()).logLoss - Math.log(losses.at(-1)!));
    };
    expect(error(true)).toBeLessThan(0.7 * error(false));
  });
});

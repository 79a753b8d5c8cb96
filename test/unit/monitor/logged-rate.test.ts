import { describe, expect, it } from 'vitest';
import { LoggedRate } from '../../../src/monitor/logged-rate.js';
import { MetricSeries } from '../../../src/monitor/metric-series.js';

type Entry = readonly [metric: 'loss' | 'lr', step: number, value: number, place: number];

/** The rate at each loss, when the log is read whole or `chunk` entries at a time. */
function ratesOf(log: readonly Entry[], chunk = log.length): number[] {
  const losses = new MetricSeries('loss');
  const rates = new MetricSeries('lr');
  const logged = new LoggedRate(rates);
  const found: number[] = [];
  for (let from = 0; from < log.length; from += chunk) {
    for (const [metric, step, value, place] of log.slice(from, from + chunk)) {
      (metric === 'loss' ? losses : rates).add(step, value, NaN, place, NaN);
    }
    while (found.length < losses.length) found.push(logged.at(losses, found.length));
  }
  return found;
}

const line = (step: number, rate: number, place: number): Entry[] => [
  ['loss', step, 1, place],
  ['lr', step, rate, place],
];

describe('LoggedRate', () => {
  it('takes the rate of the own line', () => {
    expect(ratesOf([...line(1, 0.1, 1), ...line(2, 0.2, 2), ...line(3, 0.3, 3)])).toEqual([0.1, 0.2, 0.3]);
  });

  it('takes the last one before where rates are rarer, and NaN before the first', () => {
    const log: Entry[] = [
      ['loss', 1, 1, 1],
      ['lr', 1, 0.1, 2],
      ['loss', 2, 1, 3],
      ['loss', 3, 1, 4],
      ['lr', 3, 0.2, 5],
      ['loss', 4, 1, 6],
    ];
    expect(ratesOf(log)).toEqual([NaN, 0.1, 0.1, 0.2]);
    expect(ratesOf(log, 1)).toEqual(ratesOf(log));
  });

  it('goes back with a restart', () => {
    const log = [
      ...line(10, 0.1, 1),
      ...line(20, 0.2, 2),
      ...line(30, 0.3, 3),
      ...line(15, 0.15, 4),
      ...line(25, 0.25, 5),
    ];
    expect(ratesOf(log)).toEqual([0.1, 0.2, 0.3, 0.15, 0.25]);
    expect(ratesOf(log, 2)).toEqual(ratesOf(log));
  });

  it('goes by the place where the log has no steps', () => {
    expect(ratesOf([...line(NaN, 0.1, 1), ['loss', NaN, 1, 2], ...line(NaN, 0.3, 3)])).toEqual([
      0.1, 0.1, 0.3,
    ]);
  });
});

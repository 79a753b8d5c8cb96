import { describe, expect, it } from 'vitest';
import { dkf } from '../../../src/core/estimators/dkf.js';
import { Random } from '../../../src/core/simulation/random.js';
import { Column } from '../../../src/monitor/columns.js';
import { EpochEnds, runningMeanPeriod } from '../../../src/monitor/epoch-ends.js';
import { Reports } from '../../../src/monitor/reports.js';
import { RunForecaster } from '../../../src/monitor/run-forecaster.js';

/** Losses of batches: stairs at epochs, or a smooth fall, with noise. */
function batches(epochs: number, period: number, level: (epoch: number) => number): number[] {
  const random = new Random(1);
  return Array.from(
    { length: epochs * period },
    (_, i) => level(Math.floor(i / period)) * (1 + 0.02 * (random.uniform() - 0.5)),
  );
}

/** The mean since the beginning of the epoch. */
function runningMean(losses: readonly number[], period: number): number[] {
  let sum = 0;
  return losses.map((loss, i) => {
    sum = i % period === 0 ? loss : sum + loss;
    return sum / ((i % period) + 1);
  });
}

function column(values: readonly number[]): Column {
  const filled = new Column();
  for (const value of values) filled.push(value);
  return filled;
}

function forecasterOf(losses: readonly number[]): RunForecaster {
  const reports = new Reports();
  losses.forEach((loss, i) => {
    reports.add(i + 1, loss, NaN, i, NaN);
  });
  const forecaster = new RunForecaster(reports, [dkf], () => undefined);
  forecaster.advance();
  return forecaster;
}

const PERIOD = 60;
const falling = (epoch: number) => 2 * 0.8 ** epoch;

describe('a running mean of epochs', () => {
  const jumps = [3, 4, 5, 6].map((epoch) => epoch * PERIOD);
  const means = runningMean(batches(8, PERIOD, falling), PERIOD);

  it('is recognised by its even jumps and its calm between them', () => {
    expect(runningMeanPeriod(jumps, column(means))).toBe(PERIOD);
    expect(runningMeanPeriod(jumps.slice(1), column(means))).toBeUndefined();
    expect(runningMeanPeriod([180, 240, 290, 360], column(means))).toBeUndefined();
  });

  it('is told from stairs at epochs, whose noise is even', () => {
    expect(runningMeanPeriod(jumps, column(batches(8, PERIOD, falling)))).toBeUndefined();
  });

  it('is read at the ends of its epochs, though their length is no whole number', () => {
    const losses: number[] = [];
    const ends: number[] = [];
    for (let epoch = 0; epoch < 40; epoch++) {
      const begin = Math.round(epoch * 50.3);
      const next = Math.round((epoch + 1) * 50.3);
      ends.push(next - 1);
      losses.push(
        ...runningMean(
          batches(1, next - begin, () => falling(epoch / 4)),
          next - begin,
        ),
      );
    }
    const found = new EpochEnds(50.3, Math.round(6 * 50.3), column(losses));
    const told = losses.flatMap((_, i) => {
      const end = found.endBefore(i);
      return end < 0 ? [] : [end];
    });
    expect(told).toEqual(ends.slice(0, -1));
  });

  it('is forecast from the ends of its epochs, and its epochs are not told as jumps', () => {
    const forecaster = forecasterOf(means);
    expect(forecaster.changes.map(({ kind }) => kind)).toEqual(['running-mean']);
    expect(forecaster.methods[0]!.estimator.reports).toBe(7);
    // One report more of the last epoch says nothing; a whole epoch more is one report.
    expect(forecasterOf(means.slice(0, -20)).methods[0]!.estimator.reports).toBe(7);
    expect(forecasterOf(means.slice(0, -50)).methods[0]!.estimator.reports).toBe(7);
    expect(forecasterOf(means.slice(0, -62)).methods[0]!.estimator.reports).toBe(6);
  });

  it('is recognised alike whether its reports come at once or one by one', () => {
    const reports = new Reports();
    const growing = new RunForecaster(reports, [dkf], () => undefined);
    means.forEach((loss, i) => {
      reports.add(i + 1, loss, NaN, i, NaN);
      growing.advance();
    });
    const whole = forecasterOf(means);
    expect(growing.changes).toEqual(whole.changes);
    expect(growing.methods[0]!.estimator.state()).toEqual(whole.methods[0]!.estimator.state());
  });

  it('is not seen in stairs', () => {
    const kinds = forecasterOf(batches(8, PERIOD, falling)).changes.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['fall']));
  });
});

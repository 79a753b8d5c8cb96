import { describe, expect, it } from 'vitest';
import { CountedData, findDataCount } from '../../../src/monitor/counted-data.js';
import { MetricSeries } from '../../../src/monitor/metric-series.js';

function series(name: string, values: readonly (readonly [number, number])[]): MetricSeries {
  const made = new MetricSeries(name);
  for (const [step, value] of values) made.add(step, value, NaN, 1, NaN);
  return made;
}

function counted(values: readonly (readonly [number, number])[]): CountedData {
  const data = new CountedData(series('consumed samples', values));
  data.advance();
  return data;
}

describe('the metric that counts data', () => {
  const growing = [
    [1, 512],
    [2, 1024],
    [3, 2048],
  ] as const;

  it.each([
    'consumed samples',
    'consumed_train_samples',
    'train/consumed_tokens',
    'num_tokens',
    'tokens_seen',
    'samples_seen',
    'num_input_tokens_seen',
    'throughput/total_tokens',
  ])('is %s', (name) => {
    expect(findDataCount([series('loss', growing), series(name, growing)], false)?.name).toBe(name);
  });

  it('is samples rather than tokens', () => {
    const both = [series('tokens_seen', growing), series('samples_seen', growing)];
    expect(findDataCount(both, false)?.name).toBe('samples_seen');
    expect(findDataCount(both.slice(0, 1), true)).toBeUndefined();
    expect(findDataCount(both, true)?.name).toBe('samples_seen');
  });

  it.each([
    [
      'the size of every batch',
      [
        [1, 500],
        [2, 512],
        [3, 498],
      ],
    ],
    [
      'a constant',
      [
        [1, 8],
        [2, 8],
        [3, 8],
      ],
    ],
    [
      'rounded to millions',
      [
        [1, 1.05],
        [2, 2.1],
        [3, 3.15],
      ],
    ],
    ['a single value', [[1, 512]]],
  ] as const)('is not %s', (_what, values) => {
    expect(findDataCount([series('num_tokens', values)], false)).toBeUndefined();
  });
});

describe('counted data', () => {
  it('follow a batch size that grows, between the counts and beyond them', () => {
    const data = counted([
      [10, 100],
      [20, 200],
      [30, 600],
    ]);
    expect([5, 10, 15, 25, 30, 40].map((step) => data.at(step))).toEqual([50, 100, 150, 400, 600, 1000]);
    expect([50, 150, 400, 1000].map((samples) => data.stepAt(samples))).toEqual([5, 15, 25, 40]);
  });

  it('are never 0, where a log counts from 0', () => {
    const data = counted([
      [0, 0],
      [10, 320],
      [20, 640],
    ]);
    expect([0, 10, 20].map((step) => data.at(step))).toEqual([320, 640, 960]);
    expect(data.stepAt(640)).toBe(10);
    expect(
      counted([
        [10, 100],
        [20, 200],
      ]).at(0),
    ).toBe(5);
  });

  it('know what a resumed run counts again, and leave out a count that begins anew', () => {
    const data = counted([
      [10, 100],
      [20, 200],
      [10, 100],
      [20, 200],
      [30, 300],
      [40, 10],
    ]);
    expect([20, 30, 40].map((step) => data.at(step))).toEqual([200, 300, 400]);
  });
});

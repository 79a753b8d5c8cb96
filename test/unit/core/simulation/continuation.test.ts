import { describe, expect, it } from 'vitest';
import type { EstimatorDefinition } from '../../../../src/core/estimators/estimator.js';
import { Z80 } from '../../../../src/core/normal.js';
import { continueCurve } from '../../../../src/core/simulation/continuation.js';
import { Random } from '../../../../src/core/simulation/random.js';
import { makeRecordedBundle, type RecordedCurve } from '../../../../src/core/simulation/recorded-bundle.js';

/** Forecasts a loss of 1, with a standard deviation in ln(loss) of .1 downwards and .3 upwards. */
const uncertain: EstimatorDefinition = {
  name: 'uncertain',
  title: '',
  description: '',
  create: () => ({
    reports: 0,
    observe: () => undefined,
    forecast: (_, out) => Object.assign(out, { logLoss: 0, lower80: -0.1 * Z80, upper80: 0.3 * Z80 }),
    state: () => ({}),
  }),
};

const LEVEL = new Float64Array(10).fill(2);

describe('continueCurve', () => {
  it('keeps the recording as it is, and one that is long enough altogether', () => {
    const curve = continueCurve(LEVEL, 30, uncertain, new Random(1));
    expect(curve).toHaveLength(30);
    expect(curve.subarray(0, 10)).toEqual(LEVEL);
    expect(continueCurve(LEVEL, 10, uncertain, new Random(1))).toBe(LEVEL);
  });

  it('is off by one draw of the uncertainty for the whole future', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const score = new Random(seed).normal();
      const future = continueCurve(LEVEL, 30, uncertain, new Random(seed)).subarray(10);
      for (const loss of future) expect(Math.log(loss)).toBeCloseTo(score * (score < 0 ? 0.1 : 0.3), 12);
    }
  });

  it('scatters as the recording does', () => {
    const rough = Float64Array.from({ length: 40 }, (_, i) => Math.exp(i % 2 === 0 ? 0.1 : -0.1));
    const future = continueCurve(rough, 4040, uncertain, new Random(1)).subarray(40);
    const steps = future.subarray(1).map((loss, i) => Math.log(loss / future[i]!));
    // The steps of the recording are all .2.
    expect(Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length)).toBeCloseTo(0.2, 2);
  });
});

describe('makeRecordedBundle', () => {
  const run: RecordedCurve = {
    name: 'run',
    begin: 1680,
    deadline: 3360,
    target: 0.5,
    dataRate: 10,
    reportSize: 100,
    losses: LEVEL,
  };
  const bundleOf = (seed: number) => makeRecordedBundle('', [run, run], uncertain, seed);

  it('has whole units of time from the beginning of each run to its deadline', () => {
    const [task] = bundleOf(1).tasks;
    // 1,680 units of two seconds.
    expect(task).toMatchObject({ begin: 840, deadline: 1680, dataRate: 20, reportSize: 100 });
    expect(task!.losses).toHaveLength(168);
  });

  it('draws the future of each task and of each seed by itself, and the same one again', () => {
    const ends = (seed: number) => bundleOf(seed).tasks.map(({ losses }) => losses.at(-1)!);
    expect(new Set([...ends(1), ...ends(2)]).size).toBe(4);
    expect(ends(2)).toEqual(ends(2));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mlflow } from '../../src/readers/mlflow.js';
import type { ReadResult } from '../../src/readers/reader.js';
import { readInChunks } from './incremental-reading.js';

const SEED = { seed: 20240613, numRuns: 200 };

const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.nat(), fc.double(), fc.nat())
      .map(([time, value, step]) => `${time} ${value} ${step}`),
  },
  { weight: 1, arbitrary: fc.tuple(fc.nat(), fc.double()).map(([time, value]) => `${time} ${value}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')) },
);
const file = fc
  .array(line, { maxLength: 12 })
  .map((lines) => new TextEncoder().encode(lines.map((text) => `${text}\n`).join('')));

const read = (whole: Uint8Array, cuts?: readonly number[]): ReadResult =>
  readInChunks(mlflow, 'mlruns/0/f60ab17eafd546f28a8135f8ac5b21e7/metrics/loss', whole, cuts);

describe('an MLflow metric file', () => {
  it('reads the same in any chunks', () => {
    fc.assert(
      fc.property(file, fc.array(fc.nat(), { maxLength: 20 }), (whole, cuts) => {
        expect(read(whole, cuts)).toEqual(read(whole));
        expect(read(whole, [...whole.keys()])).toEqual(read(whole));
      }),
      SEED,
    );
  });

  it('gives a prefix, and at most one problem more, when cut short', () => {
    fc.assert(
      fc.property(file, fc.nat(), (whole, cut) => {
        const all = read(whole);
        const short = read(whole.subarray(0, cut % (whole.length + 1)));
        expect(short.events).toEqual(all.events.slice(0, short.events.length));
        const known = short.problems.filter((problem) => problem.kind !== 'truncated');
        expect(known).toEqual(all.problems.slice(0, known.length));
        expect(short.problems.length - known.length).toBeLessThanOrEqual(1);
      }),
      SEED,
    );
  });
});

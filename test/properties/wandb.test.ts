import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../src/readers/reader.js';
import { wandb } from '../../src/readers/wandb.js';
import { historyRecord, outputRecord, wandbFile } from '../unit/readers/binary-files.js';
import { readInChunks } from './incremental-reading.js';

const SEED = { seed: 20240612, numRuns: 100 };

const value = fc.oneof(
  fc.double().map(String),
  fc.constantFrom('NaN', '"Infinity"', 'null', '{"a": 1, "b": NaN}', '{"_type": "image-file"}'),
);
const logRecord = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.nat(), fc.dictionary(fc.constantFrom('loss', 'acc', '_timestamp', 'ü/x'), value))
      .map(([step, items]) => historyRecord(step, items)),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 40_000 }).map(outputRecord) },
  // Chunks that end near the end of the first block.
  { weight: 1, arbitrary: fc.integer({ min: 32_700, max: 32_760 }).map(outputRecord) },
);
const file = fc.array(logRecord, { maxLength: 6 }).map(wandbFile);

const read = (whole: Uint8Array, cuts?: readonly number[]): ReadResult =>
  readInChunks(wandb, 'run-abc.wandb', whole, cuts);

describe('a W&B file', () => {
  it('reads the same in any chunks', () => {
    fc.assert(
      fc.property(file, fc.array(fc.nat(), { maxLength: 20 }), (whole, cuts) => {
        expect(read(whole, cuts)).toEqual(read(whole));
        expect(read(whole).problems).toEqual([]);
      }),
      SEED,
    );
  });

  it('reads the same byte by byte', () => {
    fc.assert(
      fc.property(file, (whole) => {
        expect(read(whole, [...whole.keys()])).toEqual(read(whole));
      }),
      { seed: 3, numRuns: 8 },
    );
  });

  it('gives a prefix and at most one problem when cut short', () => {
    fc.assert(
      fc.property(file, fc.nat(), (whole, cut) => {
        const short = read(whole.subarray(0, cut % (whole.length + 1)));
        expect(short.events).toEqual(read(whole).events.slice(0, short.events.length));
        expect(short.problems.length).toBeLessThanOrEqual(1);
      }),
      SEED,
    );
  });

  it('never passes off a changed byte: what is read was written, and lost values are told', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.integer({ min: 1, max: 255 }), (whole, place, change) => {
        const damaged = whole.slice();
        damaged[place % whole.length]! ^= change;
        const { events, problems } = read(damaged);
        const written = read(whole).events;
        for (const item of events) expect(written).toContainEqual(item);
        expect(problems.length).toBeLessThanOrEqual(1);
        if (events.length < written.length) expect(problems).toHaveLength(1);
      }),
      SEED,
    );
  });

  it('survives any bytes in an intact record', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        const { events, problems } = read(wandbFile([data, historyRecord(1, { loss: '1' })]));
        expect(events.at(-1)).toMatchObject({ metric: 'loss', value: 1 });
        expect(problems.length).toBeLessThanOrEqual(1);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });

  it('survives a changed byte in the message of an intact record', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), fc.nat(), fc.nat(255), (items, place, change) => {
        const changed = historyRecord(5, items);
        changed[place % changed.length]! ^= change;
        expect(read(wandbFile([changed])).problems.length).toBeLessThanOrEqual(1);
      }),
      { seed: 8, numRuns: 1000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../src/readers/reader.js';
import { tensorboard } from '../../src/readers/tensorboard.js';
import {
  bytes,
  concatenate,
  event,
  floatTensor,
  message,
  record,
  simpleValue,
  summary,
  tensorValue,
  text,
  varint,
  VERSION_EVENT,
} from '../unit/readers/binary-files.js';
import { readInChunks } from './incremental-reading.js';

const SEED = { seed: 20240611, numRuns: 150 };

const tag = fc.constantFrom('loss', 'train/loss', 'val/loss', 'ünïcode', 'accuracy');
const value = fc.oneof(
  fc.tuple(tag, fc.float()).map(([name, number]) => simpleValue(name, number)),
  fc.tuple(tag, fc.float()).map(([name, number]) => tensorValue(name, floatTensor(number), 'scalars')),
  fc.uint8Array({ maxLength: 60 }).map((image) => message(text(1, 'image'), bytes(4, image))),
);
const logEvent = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.nat(), fc.array(value, { maxLength: 3 }))
      .map(([step, values]) => event(step, summary(...values))),
  },
  { weight: 1, arbitrary: fc.nat().map((step) => event(step, bytes(7, message(varint(1, 1))))) },
);
const file = fc
  .array(logEvent, { maxLength: 8 })
  .map((events) => concatenate([VERSION_EVENT, ...events].map(record)));

const read = (whole: Uint8Array, cuts?: readonly number[]): ReadResult =>
  readInChunks(tensorboard, 'events.out.tfevents.1.host', whole, cuts);

describe('a TensorBoard file', () => {
  it('reads the same in any chunks', () => {
    fc.assert(
      fc.property(file, fc.array(fc.nat(), { maxLength: 20 }), (whole, cuts) => {
        expect(read(whole, cuts)).toEqual(read(whole));
      }),
      SEED,
    );
  });

  it('reads the same byte by byte', () => {
    fc.assert(
      fc.property(file, (whole) => {
        expect(read(whole, [...whole.keys()])).toEqual(read(whole));
      }),
      SEED,
    );
  });

  it('gives a prefix and at most one problem when cut short', () => {
    fc.assert(
      fc.property(file, fc.nat(), (whole, cut) => {
        const { events, problems } = read(whole);
        const short = read(whole.subarray(0, cut % (whole.length + 1)));
        expect(problems).toEqual([]);
        expect(short.events).toEqual(events.slice(0, short.events.length));
        expect(short.problems.length).toBeLessThanOrEqual(1);
      }),
      SEED,
    );
  });

  it('never passes off a changed byte: what is read was written, and the damage is told', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.integer({ min: 1, max: 255 }), (whole, place, change) => {
        const damaged = whole.slice();
        damaged[place % whole.length]! ^= change;
        const { events, problems } = read(damaged);
        const written = read(whole).events;
        for (const item of events) expect(written).toContainEqual(item);
        expect(problems.length).toBeGreaterThanOrEqual(1);
      }),
      SEED,
    );
  });

  it('survives any bytes in an intact record', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        const { events, problems } = read(
          concatenate([record(data), record(event(1, summary(simpleValue('loss', 1))))]),
        );
        expect(events.at(-1)).toMatchObject({ metric: 'loss', value: 1 });
        expect(problems.length).toBeLessThanOrEqual(1);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it('survives a changed byte in the message of an intact record', () => {
    fc.assert(
      fc.property(logEvent, fc.nat(), fc.nat(255), (data, place, change) => {
        const changed = data.slice();
        changed[place % data.length]! ^= change;
        const { problems } = read(record(changed));
        for (const problem of problems) expect(['malformed-record', 'unsupported']).toContain(problem.kind);
      }),
      { seed: 8, numRuns: 2000 },
    );
  });
});

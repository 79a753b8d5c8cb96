import { describe, expect, it } from 'vitest';
import type { LogEvent, ReadResult } from '../../../src/readers/reader.js';
import { wandb } from '../../../src/readers/wandb.js';
import {
  bytes,
  historyRecord,
  message,
  outputRecord,
  text,
  varint,
  WANDB_HEADER,
  wandbFile,
} from './binary-files.js';

const BLOCK = 32 * 1024;

function readBytes(file: Uint8Array): ReadResult {
  const reader = wandb.create('wandb/run-20240101_000000-abc/run-abc.wandb');
  const pushed = reader.push(file);
  const ended = reader.end();
  return {
    events: [...pushed.events, ...ended.events],
    problems: [...pushed.problems, ...ended.problems],
  };
}

const read = (...records: Uint8Array[]): ReadResult => readBytes(wandbFile(records));

function values(events: readonly LogEvent[]): [string, number | undefined, number][] {
  return events.map((item) => {
    if (item.kind !== 'scalar') throw new Error(`unexpected ${item.kind}`);
    return [item.metric, item.step, item.value];
  });
}

describe('detection', () => {
  it.each([
    ['wandb/run-1/run-1.wandb', WANDB_HEADER, 1],
    ['copy.bin', WANDB_HEADER, 1],
    ['wandb/run-1/run-1.wandb', new Uint8Array(0), 0.9],
    ['wandb/run-1/run-1.wandb', new Uint8Array(20), 0.5],
    ['wandb/run-1/logs/debug.log', new Uint8Array(20), 0],
  ])('of %s', (path, head, expected) => {
    expect(wandb.detect(path, head)).toBe(expected);
  });
});

describe('history', () => {
  it('gives the values with step and time, without the internal ones', () => {
    const items = { loss: '0.25', _step: '3', _runtime: '12.5', _timestamp: '1700000000.5' };
    expect(read(historyRecord(3, items))).toEqual({
      events: [
        { kind: 'scalar', run: '', metric: 'loss', value: 0.25, step: 3, wallTime: 1700000000.5, place: 7 },
      ],
      problems: [],
    });
  });

  it('takes the step from the items where the record has none', () => {
    expect(values(read(historyRecord(undefined, { _step: '8', loss: '1' })).events)).toEqual([
      ['loss', 8, 1],
    ]);
  });

  it('reads step 0, which the encoding leaves out', () => {
    const record = message(
      bytes(2, message(bytes(1, message(text(1, 'a'), text(16, '2'))), bytes(2, new Uint8Array(0)))),
    );
    expect(values(read(record).events)).toEqual([['a', 0, 2]]);
  });

  it.each([
    ['1e-05', 1e-5],
    ['-3', -3],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['"NaN"', NaN],
    ['"Infinity"', Infinity],
    ['"-Infinity"', -Infinity],
  ])('reads %s', (json, expected) => {
    expect(values(read(historyRecord(1, { loss: json })).events)).toEqual([['loss', 1, expected]]);
  });

  it.each(['true', 'null', '"text"', '[1, 2]', '', '{"_type": "histogram", "bins": 3}', '{"broken'])(
    'steps over %s',
    (json) => {
      expect(read(historyRecord(1, { thing: json }))).toEqual({ events: [], problems: [] });
    },
  );

  it('names nested values with dots, however they are written', () => {
    const nested = message(
      bytes(
        2,
        message(
          bytes(1, message(text(2, 'train'), text(2, 'loss'), text(16, '0.5'))),
          bytes(2, message(varint(1, 1))),
        ),
      ),
    );
    const dictionary = historyRecord(2, {
      train: '{"loss": NaN, "parts": {"a": 1, "name": "NaN of \\"x\\""}}',
    });
    expect(values(read(nested, dictionary).events)).toEqual([
      ['train.loss', 1, 0.5],
      ['train.loss', 2, NaN],
      ['train.parts.a', 2, 1],
    ]);
  });
});

describe('the run', () => {
  const run = (...fields: Parameters<typeof message>): Uint8Array =>
    message(varint(1, 1), bytes(17, message(text(1, 'abc'), text(8, 'fast-fox-1'), ...fields)));

  it('ends with the status of its process', () => {
    expect(read(message(bytes(18, message(varint(1, 1))))).events).toEqual([
      { kind: 'end', run: '', exitCode: 1, place: 7 },
    ]);
    expect(read(message(bytes(18, new Uint8Array(0)))).events).toMatchObject([{ kind: 'end', exitCode: 0 }]);
  });

  it('restarts where it is resumed, once', () => {
    const resumed = run(varint(14, 40), varint(18, 1));
    expect(read(resumed, resumed).events).toEqual([{ kind: 'restart', run: '', step: 40, place: 7 }]);
  });

  it('that is new gives nothing', () => {
    expect(read(run())).toEqual({ events: [], problems: [] });
  });
});

describe('framing', () => {
  const loss = (step: number): Uint8Array => historyRecord(step, { loss: String(step) });

  it('joins records over block ends, at every position of the boundary', () => {
    // The first record's chunk ends between 20 bytes before the block's end and 1 byte before it.
    for (let left = 20; left > 0; left--) {
      const first = outputRecord(BLOCK - WANDB_HEADER.length - 7 - left - 8);
      const file = wandbFile([first, loss(1), outputRecord(3 * BLOCK), loss(2)]);
      const { events, problems } = readBytes(file);
      expect(problems).toEqual([]);
      expect(values(events)).toEqual([
        ['loss', 1, 1],
        ['loss', 2, 2],
      ]);
    }
  });

  it('resumes at the next block after damage, and tells it once', () => {
    const file = wandbFile([loss(1), loss(2), outputRecord(2 * BLOCK), loss(3)]);
    const second = 7 + 7 + loss(1).length;
    file[second + 8]! ^= 1;
    const { events, problems } = readBytes(file);
    expect(values(events)).toEqual([
      ['loss', 1, 1],
      ['loss', 3, 3],
    ]);
    expect(problems).toMatchObject([{ kind: 'checksum', place: second }]);
  });

  it('resumes after a stretch of zeros over several blocks, and tells it once', () => {
    const file = wandbFile([loss(1), outputRecord(4 * BLOCK), loss(2)]);
    file.fill(0, 7 + 7 + loss(1).length, 3 * BLOCK);
    const { events, problems } = readBytes(file);
    expect(values(events).at(-1)).toEqual(['loss', 2, 2]);
    expect(problems).toMatchObject([{ kind: 'checksum' }]);
  });

  it('tells a record that was begun and never finished', () => {
    const begun = wandbFile([outputRecord(BLOCK)]).subarray(0, BLOCK);
    const whole = wandbFile([outputRecord(BLOCK), loss(1)]);
    const file = new Uint8Array(BLOCK + 7 + loss(1).length);
    file.set(begun);
    // In the place of the missing end a whole record, whose chunk says the same at any offset.
    file.set(whole.subarray(whole.length - 7 - loss(1).length), BLOCK);
    const { events, problems } = readBytes(file);
    expect(values(events)).toEqual([['loss', 1, 1]]);
    expect(problems).toMatchObject([{ kind: 'malformed-record', place: 7 }]);
  });

  it('waits for the rest of a chunk, and tells only when the file has ended', () => {
    const file = wandbFile([loss(1)]);
    for (const length of [3, 9, 20]) {
      const reader = wandb.create('run-abc.wandb');
      expect(reader.push(file.subarray(0, length))).toEqual({ events: [], problems: [] });
      expect(values(reader.push(file.subarray(length)).events)).toEqual([['loss', 1, 1]]);
      expect(reader.end().problems).toEqual([]);
      expect(readBytes(file.subarray(0, length)).problems).toMatchObject([{ kind: 'truncated' }]);
    }
  });

  it('does not read a file of another version', () => {
    const file = wandbFile([loss(1)]);
    file[6] = 1;
    expect(readBytes(file)).toMatchObject({ events: [], problems: [{ kind: 'unsupported', place: 0 }] });
  });

  it('leaves out a record that is no message', () => {
    const { events, problems } = read(Uint8Array.of(0x12, 0x7f, 1), loss(1));
    expect(values(events)).toEqual([['loss', 1, 1]]);
    expect(problems).toMatchObject([{ kind: 'malformed-record', place: 7 }]);
  });
});

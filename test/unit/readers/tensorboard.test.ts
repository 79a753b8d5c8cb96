import { describe, expect, it } from 'vitest';
import type { LogEvent, ReadResult } from '../../../src/readers/reader.js';
import { LONGEST_RECORD_BYTES } from '../../../src/readers/record-sink.js';
import { crc32c, maskedCrc32c } from '../../../src/readers/crc32c.js';
import { tensorboard } from '../../../src/readers/tensorboard.js';
import {
  bytes,
  concatenate,
  double,
  event,
  float,
  floatTensor,
  message,
  record,
  simpleValue,
  summary,
  tensorValue,
  text,
  varint,
  VERSION_EVENT,
} from './binary-files.js';

const PATH = 'logs/events.out.tfevents.1700000000.host.1.0';

function read(...events: Uint8Array[]): ReadResult {
  return readBytes(concatenate(events.map(record)));
}

function readBytes(file: Uint8Array): ReadResult {
  const reader = tensorboard.create(PATH);
  const pushed = reader.push(file);
  const ended = reader.end();
  return {
    events: [...pushed.events, ...ended.events],
    problems: [...pushed.problems, ...ended.problems],
  };
}

function values(events: readonly LogEvent[]): [string, number | undefined, number][] {
  return events.map((item) => {
    if (item.kind !== 'scalar') throw new Error(`unexpected ${item.kind}`);
    return [item.metric, item.step, item.value];
  });
}

describe('detection', () => {
  const head = record(VERSION_EVENT);
  it.each([
    [PATH, head, 1],
    [`${PATH}.v2`, head, 1],
    [PATH, new Uint8Array(0), 1],
    ['a/run.tfevents', head, 1],
    [PATH, head.map((byte) => byte ^ 1), 0.6],
    [`${PATH}.profile-empty`, head, 0],
    ['tfevents/metrics.csv', head, 0],
  ])('of %s', (path, bytes, expected) => {
    expect(tensorboard.detect(path, bytes)).toBe(expected);
  });
});

describe('scalars', () => {
  it('come with step, wall time, tag and place', () => {
    const first = record(VERSION_EVENT);
    expect(read(VERSION_EVENT, event(7, summary(simpleValue(' loss ', 0.5))))).toEqual({
      events: [
        {
          kind: 'scalar',
          run: '',
          metric: 'loss',
          value: 0.5,
          step: 7,
          wallTime: 1_700_000_007,
          place: first.length,
        },
      ],
      problems: [],
    });
  });

  it('may be several in a summary, beside things that are not scalars', () => {
    const image = message(text(1, 'sample'), bytes(4, new Uint8Array(5000)));
    const { events, problems } = read(
      event(3, summary(simpleValue('a', 1), image, simpleValue('b', -2), message(text(1, 'nothing')))),
    );
    expect(problems).toEqual([]);
    expect(values(events)).toEqual([
      ['a', 3, 1],
      ['b', 3, -2],
    ]);
  });

  it('may be zero or not finite', () => {
    const { events } = read(
      event(
        0,
        summary(
          simpleValue('x', 0),
          simpleValue('x', NaN),
          simpleValue('x', Infinity),
          simpleValue('x', -Infinity),
        ),
      ),
    );
    expect(values(events).map(([, , value]) => value)).toEqual([0, NaN, Infinity, -Infinity]);
  });

  it('are read whatever the order of the fields', () => {
    const { events } = read(
      message(summary(message(float(2, 0.25), text(1, 'loss'))), varint(2, 9), double(1, 2e9)),
    );
    expect(events).toEqual([
      { kind: 'scalar', run: '', metric: 'loss', value: 0.25, step: 9, wallTime: 2e9, place: 0 },
    ]);
  });

  it('have step 0 and no wall time where the event has none', () => {
    const { events } = read(message(summary(simpleValue('loss', 1))));
    expect(events).toMatchObject([{ step: 0, wallTime: undefined }]);
  });

  it('keep large and negative steps', () => {
    const { events } = read(
      event(2 ** 40 + 3, summary(simpleValue('loss', 1))),
      message(varint(2, -1), summary(simpleValue('loss', 1))),
    );
    expect(values(events).map(([, step]) => step)).toEqual([2 ** 40 + 3, -1]);
  });

  it('count their wall time from the opening of the file where it is an elapsed time', () => {
    const { events } = read(
      VERSION_EVENT,
      message(double(1, 12.5), varint(2, 1), summary(simpleValue('loss', 1))),
    );
    expect(events).toMatchObject([{ wallTime: 1_700_000_012.5 }]);
  });
});

describe('tensors', () => {
  const content = (type: number, ...numbers: number[]): Uint8Array =>
    message(varint(1, type), bytes(4, Uint8Array.from(numbers)));
  const doubleBytes = new Uint8Array(Float64Array.of(0.1).buffer);
  const packed = (field: number, write: (at: DataView) => void, size: number) => {
    const list = new Uint8Array(size);
    write(new DataView(list.buffer));
    return bytes(field, list);
  };

  it.each([
    ['float content', floatTensor(0.5), 0.5],
    ['double content', content(2, ...doubleBytes), 0.1],
    ['int32 content', content(3, 0xfe, 0xff, 0xff, 0xff), -2],
    ['int64 content', content(9, 0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), -3],
    ['bfloat16 content', content(14, 0xc0, 0x3f), 1.5],
    ['half content', content(19, 0x00, 0xc2), -3],
    ['the smallest half', content(19, 0x01, 0x00), 2 ** -24],
    ['half infinity', content(19, 0x00, 0xfc), -Infinity],
    ['half NaN', content(19, 0x01, 0x7e), NaN],
    ['a float list', message(varint(1, 1), float(5, 2.5)), 2.5],
    [
      'a packed float list',
      message(
        varint(1, 1),
        packed(
          5,
          (view) => {
            view.setFloat32(0, 2.5, true);
          },
          4,
        ),
      ),
      2.5,
    ],
    ['a double list', message(varint(1, 2), double(6, 0.1)), 0.1],
    ['a packed double list', message(varint(1, 2), bytes(6, doubleBytes)), 0.1],
    ['an int list', message(varint(1, 3), varint(7, -7)), -7],
    ['a packed int64 list', message(varint(1, 9), bytes(10, Uint8Array.of(0x80, 0x01))), 128],
    ['a half list', message(varint(1, 19), varint(13, 0x3c00)), 1],
    ['a bfloat16 list', message(varint(1, 14), varint(13, 0x3f80)), 1],
    ['a scalar zero without elements', message(varint(1, 1), bytes(2, new Uint8Array(0))), 0],
    ['shape [1]', message(varint(1, 1), bytes(2, message(bytes(2, message(varint(1, 1))))), float(5, 4)), 4],
  ])('of %s', (_name, tensor, expected) => {
    const { events, problems } = read(event(1, summary(tensorValue('loss', tensor, 'scalars'))));
    expect(problems).toEqual([]);
    expect(values(events)).toEqual([['loss', 1, expected]]);
  });

  it('keep what the first value of a tag said about its plugin', () => {
    const { events } = read(
      event(
        0,
        summary(
          tensorValue('loss', floatTensor(1), 'scalars'),
          tensorValue('pr', floatTensor(7), 'pr_curves'),
        ),
      ),
      event(1, summary(tensorValue('loss', floatTensor(2)), tensorValue('pr', floatTensor(8)))),
    );
    expect(values(events)).toEqual([
      ['loss', 0, 1],
      ['loss', 1, 2],
    ]);
  });

  it('are scalars where the data class says so', () => {
    const metadata = message(bytes(1, message(text(1, 'my_plugin'))), varint(4, 1));
    const { events } = read(
      event(0, summary(message(text(1, 'loss'), bytes(8, floatTensor(3)), bytes(9, metadata)))),
    );
    expect(values(events)).toEqual([['loss', 0, 3]]);
  });

  it('of other plugins, types and shapes are stepped over', () => {
    const strings = message(
      varint(1, 7),
      bytes(2, message(bytes(2, message(varint(1, 1))))),
      text(8, 'hello'),
    );
    const histogram = message(
      varint(1, 2),
      bytes(2, message(bytes(2, message(varint(1, 30))), bytes(2, message(varint(1, 3))))),
      bytes(4, new Uint8Array(720)),
    );
    const result = read(
      event(0, summary(tensorValue('t', strings, 'text'), tensorValue('h', histogram, 'histograms'))),
      event(1, summary(tensorValue('u', strings), tensorValue('v', histogram))),
    );
    expect(result).toEqual({ events: [], problems: [] });
  });

  it('that claim to be scalars but cannot be read are told once per tag', () => {
    const strings = message(varint(1, 7), text(8, 'hello'));
    const value = event(0, summary(tensorValue('loss', strings, 'scalars')));
    const { events, problems } = read(value, value);
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'unsupported', place: 0 }]);
  });
});

describe('sessions', () => {
  it('that start give a restart at the step of the event', () => {
    const start = event(120, bytes(7, message(varint(1, 1))));
    const stop = event(130, bytes(7, message(varint(1, 2))));
    expect(read(VERSION_EVENT, start, stop).events).toEqual([
      { kind: 'restart', run: '', step: 120, place: record(VERSION_EVENT).length },
    ]);
  });
});

describe('damage', () => {
  const good = record(event(1, summary(simpleValue('loss', 0.5))));
  const later = record(event(2, summary(simpleValue('loss', 0.25))));

  it('in the data loses one record', () => {
    const file = concatenate([good, good, later]);
    file[good.length + 20]! ^= 0x40;
    const { events, problems } = readBytes(file);
    expect(values(events)).toEqual([
      ['loss', 1, 0.5],
      ['loss', 2, 0.25],
    ]);
    expect(problems).toMatchObject([{ kind: 'checksum', place: good.length }]);
  });

  it('in a length loses the rest, and is told once', () => {
    const file = concatenate([good, good, later]);
    file[good.length]! ^= 0x40;
    const reader = tensorboard.create(PATH);
    const { events, problems } = reader.push(file);
    expect(values(events)).toEqual([['loss', 1, 0.5]]);
    expect(problems).toMatchObject([{ kind: 'checksum', place: good.length }]);
    expect(reader.push(good)).toEqual({ events: [], problems: [] });
    expect(reader.end()).toEqual({ events: [], problems: [] });
  });

  it('at the end is waited for, and told only when the file has ended', () => {
    const reader = tensorboard.create(PATH);
    expect(reader.push(good.subarray(0, 30))).toEqual({ events: [], problems: [] });
    expect(reader.end().problems).toMatchObject([{ kind: 'truncated', place: 0 }]);
    const patient = tensorboard.create(PATH);
    patient.push(good.subarray(0, 30));
    expect(values(patient.push(good.subarray(30)).events)).toEqual([['loss', 1, 0.5]]);
  });

  it('of the message inside an intact record loses that record whole', () => {
    const inner = simpleValue('loss', 0.5);
    const torn = message(varint(2, 1), summary(inner, inner.subarray(0, inner.length - 2)));
    const overlong = Uint8Array.of(0x2a, 0x50, 0x0a, 0x02);
    const group = Uint8Array.of(0x0b);
    const endless = new Uint8Array(30).fill(0xff);
    const { events, problems } = readBytes(
      concatenate([...[torn, overlong, group, endless].map(record), later]),
    );
    expect(values(events)).toEqual([['loss', 2, 0.25]]);
    expect(problems.map(({ kind }) => kind)).toEqual(new Array(4).fill('malformed-record'));
  });
});

describe('a record too long to hold', () => {
  const size = LONGEST_RECORD_BYTES + 100;
  const data = new Uint8Array(size).fill(7);
  const framed = new Uint8Array(12 + size + 4);
  const view = new DataView(framed.buffer);
  view.setUint32(0, size, true);
  view.setUint32(8, maskedCrc32c(crc32c(framed, 0, 8)), true);
  framed.set(data, 12);
  view.setUint32(12 + size, maskedCrc32c(crc32c(data)), true);
  const later = record(event(2, summary(simpleValue('loss', 0.25))));

  function readInPieces(file: Uint8Array): ReadResult {
    const reader = tensorboard.create(PATH);
    const events: LogEvent[] = [];
    const problems: ReadResult['problems'][number][] = [];
    for (let at = 0; at < file.length; at += 1_000_003) {
      const result = reader.push(file.subarray(at, at + 1_000_003));
      events.push(...result.events);
      problems.push(...result.problems);
    }
    problems.push(...reader.end().problems);
    return { events, problems };
  }

  it('passes by, and is told', () => {
    const { events, problems } = readInPieces(concatenate([framed, later]));
    expect(values(events)).toEqual([['loss', 2, 0.25]]);
    expect(problems).toMatchObject([{ kind: 'too-long', place: 0 }]);
  });

  it('is checked as it passes', () => {
    const file = concatenate([framed, later]);
    file[20_000_000] = 8;
    const { events, problems } = readInPieces(file);
    expect(values(events)).toEqual([['loss', 2, 0.25]]);
    expect(problems).toMatchObject([{ kind: 'checksum', place: 0 }]);
  });

  it('is truncated where the file ends in it', () => {
    const { problems } = readInPieces(framed.subarray(0, 3_000_000));
    expect(problems).toMatchObject([{ kind: 'truncated', place: 0 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { mlflow } from '../../../src/readers/mlflow.js';
import type { ReadResult } from '../../../src/readers/reader.js';
import { shortly } from './read-text.js';

const RUN = 'mlruns/1/f60ab17eafd546f28a8135f8ac5b21e7';
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(text: string, path = `${RUN}/metrics/loss`): ReadResult {
  const reader = mlflow.create(path);
  const pushed = reader.push(utf8(text));
  const ended = reader.end();
  return {
    events: [...pushed.events, ...ended.events],
    problems: [...pushed.problems, ...ended.problems],
  };
}

describe('detection', () => {
  const line = '1675441327677 0.009 1440\n';
  it.each([
    [`${RUN}/metrics/train/loss`, line, 1],
    [`${RUN}/metrics/loss`, '', 0.9],
    [`${RUN}/metrics/loss`, '1675441327677 nan\n', 1],
    ['store/1/run/metrics/loss', line, 0.8],
    ['store/1/run/metrics/loss', '', 0],
    [`${RUN}/metrics/notes.txt`, 'step\tloss\n', 0],
    [`${RUN}/params/lr`, '0.1', 0],
    ['dvclive/plots/metrics/loss.tsv', 'step\tloss\n0\t1\n', 0],
  ])('of %s holding %j', (path, text, expected) => {
    expect(mlflow.detect(path, utf8(text))).toBe(expected);
  });
});

describe('a metric that is logged without steps', () => {
  it('takes its order for them, and says so once', () => {
    const { events } = read('1675441327677 0.9 0\n1675441328677 0.8 0\n1675441329677 0.7 0\n');
    expect(shortly(events)).toEqual(['loss=0.9@0', 'hidden loss@0', 'loss=0.8@1', 'loss=0.7@2']);
    expect(events[1]).toMatchObject({
      place: 2,
      reason: expect.stringContaining('without a step') as string,
    });
  });

  it('is none where a step was seen', () => {
    const { events } = read('1675441327677 0.9 5\n1675441328677 0.8 0\n1675441329677 0.7 0\n');
    expect(shortly(events)).toEqual(['loss=0.9@5', 'loss=0.8@0', 'loss=0.7@0']);
  });
});

describe('a metric file', () => {
  it('gives a value per line, with step and time', () => {
    expect(read('1675441327677 0.009 1440\n1675441351531 1e-05 2160\n')).toEqual({
      events: [
        {
          kind: 'scalar',
          run: '',
          metric: 'loss',
          value: 0.009,
          step: 1440,
          wallTime: 1675441327.677,
          place: 1,
        },
        {
          kind: 'scalar',
          run: '',
          metric: 'loss',
          value: 1e-5,
          step: 2160,
          wallTime: 1675441351.531,
          place: 2,
        },
      ],
      problems: [],
    });
  });

  it.each([
    [`${RUN}/metrics/train/loss`, 'train/loss'],
    [`/data/metrics/${RUN}/metrics/metrics/loss`, 'metrics/loss'],
    ['store/run/metrics/val loss', 'val loss'],
  ])('is named by its path: %s', (path, metric) => {
    expect(read('1 2 3\n', path).events).toMatchObject([{ metric }]);
  });

  it('may lack the step, and hold values that are not finite', () => {
    expect(read('1 nan\n2 inf 1\n3 -inf 2\n').events).toMatchObject([
      { value: NaN, step: undefined },
      { value: Infinity, step: 1 },
      { value: -Infinity, step: 2 },
    ]);
  });

  it('tells lines that are none, and reads on', () => {
    const { events, problems } = read('1 0.5 1\nhello\n\n2 x 3\n3 0.25 2\n');
    expect(events).toMatchObject([{ value: 0.5 }, { value: 0.25, place: 5 }]);
    expect(problems).toMatchObject([
      { kind: 'malformed-line', place: 2 },
      { kind: 'malformed-line', place: 4 },
    ]);
  });

  it('leaves out a last line that is not ended, whose digits may be missing', () => {
    const { events, problems } = read('1 0.5 1\n2 0.25 14');
    expect(events).toMatchObject([{ value: 0.5 }]);
    expect(problems).toMatchObject([{ kind: 'truncated', place: 2 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { JsonlReader } from '../../../src/readers/jsonl-reader.js';
import { readText, shortly } from './read-text.js';

const read = (text: string, separator: '.' | '/' = '.'): ReturnType<typeof readText> =>
  readText(new JsonlReader(separator), text);
const events = (text: string, separator?: '.' | '/'): string[] => shortly(read(text, separator).events);

describe('JSON lines', () => {
  it('are read by their best step, whatever their order', () => {
    expect(events('{"epoch": 1, "loss": 2.5, "step": 10}\n{"iteration": 19, "total_loss": 2.25}\n')).toEqual([
      'epoch=1@10',
      'loss=2.5@10',
      'total_loss=2.25@19',
    ]);
  });

  it('may hold the numbers that JSON lacks, bare or as texts', () => {
    expect(events('{"step": 1, "loss": NaN, "note": "NaN is bad"}\n')).toEqual(['loss=NaN@1']);
    expect(events('{"step": 1, "loss": -Infinity}\n{"step": 2, "loss": "Infinity"}\n')).toEqual([
      'loss=-Infinity@1',
      'loss=Infinity@2',
    ]);
    expect(events('{"step": 1, "a": "\\"NaN", "loss": NaN}\n')).toEqual(['loss=NaN@1']);
  });

  it('pass over null, truth values, lists and texts', () => {
    expect(events('{"step":1,"loss":null,"ok":true,"ap":[1,2],"name":"7","lr":"1e-3"}\n')).toEqual([
      'lr=0.001@1',
    ]);
  });

  it('join the names of nested objects', () => {
    const line = '{"step":1,"Loss/G/loss":{"num":32,"mean":3.5},"config":{"lr":1}}\n';
    expect(events(line)).toEqual(['Loss/G/loss.num=32@1', 'Loss/G/loss.mean=3.5@1']);
    expect(events('{"training_iteration":3,"info":{"learner":{"loss":0.5}}}\n', '/')).toEqual([
      'info/learner/loss=0.5@3',
    ]);
  });

  it('may report one named value each, in lists', () => {
    const event = (variant: string, iteration: number): string =>
      `{"type":"training_stats_scalar","metric":"loss","variant":"${variant}","value":2.5,"iter":${iteration},"timestamp":1700000000500}`;
    const { events: found } = read(`[${event('train', 1)}, ${event('val', 1)}]\n${event('loss', 2)}\n`);
    expect(shortly(found)).toEqual(['loss/train=2.5@1', 'loss/val=2.5@1', 'loss=2.5@2']);
    expect(found[0]).toMatchObject({ wallTime: 1700000000.5, place: 1 });
  });

  it('tell the end of the run in its own unit', () => {
    const line = '{"current_steps":5,"total_steps":2178,"loss":2.5,"elapsed_time":"0:32:48"}\n';
    expect(events(line + line)).toEqual(['until 2178', 'loss=2.5@5', 'loss=2.5@5']);
    expect(events('{"epoch":1,"max_steps":100,"loss":2.5}\n')).toEqual(['loss=2.5@1']);
    expect(events('{"epoch":1,"max_epochs":10,"loss":2.5}\n')).toEqual(['until 10', 'loss=2.5@1']);
  });

  it('keep the values of a validation apart from those of the training', () => {
    expect(events('{"mode":"train","iter":50,"loss":2.5}\n{"mode":"val","iter":50,"loss":2.25}\n')).toEqual([
      'loss=2.5@50',
      'val/loss=2.25@50',
    ]);
  });

  it('count on where every epoch counts anew', () => {
    const line = (epoch: number, iteration: number): string =>
      `{"mode":"train","epoch":${epoch},"iter":${iteration},"loss":1}\n`;
    expect(
      events(line(1, 50) + line(1, 100) + line(2, 50)).filter((event) => event.startsWith('loss')),
    ).toEqual(['loss=1@50', 'loss=1@100', 'loss=1@151']);
  });

  it('count on where steps are seen to start anew with an epoch', () => {
    const line = (epoch: number, step: number): string =>
      `{"epoch": ${epoch}, "step": ${step}, "loss": 0.5}\n`;
    const found = shortly(read(line(0, 100) + line(0, 200) + line(1, 100)).events);
    expect(found.filter((event) => event.startsWith('loss'))).toEqual([
      'loss=0.5@100',
      'loss=0.5@200',
      'loss=0.5@301',
    ]);
  });

  it('give the time of day and year', () => {
    const time = (line: string): unknown =>
      read(`${line}\n`).events.map((event) => (event.kind === 'scalar' ? event.wallTime : undefined));
    expect(time('{"step":1,"loss":1,"timestamp":1700000000.5}')).toEqual([1700000000.5]);
    expect(time('{"step":1,"loss":1,"_timestamp":1700000000500}')).toEqual([1700000000.5]);
    expect(time('{"step":1,"loss":1,"timestamp":"2023-11-14T22:13:20+00:00"}')).toEqual([1700000000]);
    expect(events('{"step":1,"time":0.25}\n')).toEqual(['time=0.25@1']);
  });

  it('that are no objects are told with their line, and reading goes on', () => {
    const { events: found, problems } = read('{"step":1,"loss":1}\nTraceback\n[1]\n\n{"step":2,"loss":2}\n');
    expect(shortly(found)).toEqual(['loss=1@1', 'loss=2@2']);
    expect(problems.map(({ kind, place }) => [kind, place])).toEqual([
      ['malformed-line', 2],
      ['malformed-line', 3],
    ]);
  });

  it('may lack the last line end or be half written', () => {
    expect(events('{"step":1,"loss":1}')).toEqual(['loss=1@1']);
    expect(read('{"step":1,"loss":1}\n{"step":2,"lo').problems).toMatchObject([
      { kind: 'truncated', place: 2 },
    ]);
  });

  it('complain a limited number of times', () => {
    const { problems } = read('no json\n'.repeat(1000));
    expect(problems).toHaveLength(200);
    expect(problems.at(-1)?.message).toContain('not listed');
  });

  it('survive names of the prototype and deep nests', () => {
    expect(events('{"__proto__":{"loss":1},"constructor":2,"step":1}\n')).toEqual([
      '__proto__.loss=1@1',
      'constructor=2@1',
    ]);
    const { problems } = read(`{"step":1,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`);
    expect(problems.length).toBeLessThanOrEqual(1);
    expect(read(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}\n`).events).toEqual([]);
  });
});

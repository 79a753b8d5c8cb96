import { describe, expect, it } from 'vitest';
import { CsvReader } from '../../../src/readers/csv-reader.js';
import { JsonlReader } from '../../../src/readers/jsonl-reader.js';
import { remainingTime, timeOfDay } from '../../../src/readers/remaining-time.js';
import { text } from '../../../src/readers/text.js';
import { readText, shortly } from './read-text.js';

describe('the time to go in a field of its own', () => {
  const inJson = (line: string) => shortly(readText(new JsonlReader('.'), `${line}\n`).events);
  const inTable = (table: string) => shortly(readText(new CsvReader(), table).events);

  it.each([
    ['{"step": 20, "loss": 2.5, "eta": "0:12:34"}', '754 s left@20'],
    ['{"current_steps": 20, "loss": 2.5, "remaining_time": "1 day, 0:00:04"}', '86404 s left@20'],
    ['{"step": 20, "loss": 2.5, "time": {"eta": "1h 2m"}}', '3720 s left@20'],
  ])('is read from %j', (line, told) => {
    expect(inJson(line)).toEqual(['loss=2.5@20', told]);
  });

  it('is not taken from a number, a text without a unit, an evaluation or a line without a step', () => {
    expect(inJson('{"step": 20, "eta": 0.3}')).toEqual(['eta=0.3@20']);
    expect(inJson('{"step": 20, "loss": 2.5, "eta": "soon"}')).toEqual(['loss=2.5@20']);
    expect(inJson('{"step": 20, "mode": "val", "acc": 0.5, "eta": "0:12:34"}')).toEqual(['val/acc=0.5@20']);
    expect(inJson('{"loss": 2.5, "eta": "0:12:34"}')).toEqual(['loss=2.5@?']);
  });

  it('is read from a table, whose last cell may be cut where its line has no end', () => {
    const table = 'step,loss,eta\n10,2.5,0:12:34\n20,2.25,"1 day, 0:00:04"\n30,2,0:11:1';
    expect(inTable(table)).toEqual([
      '754 s left@10',
      'loss=2.5@10',
      '86404 s left@20',
      'loss=2.25@20',
      'loss=2@30',
    ]);
    expect(inTable('step,eta,loss\n10,0.3,2.5\n')).toEqual(['eta=0.3@10', 'loss=2.5@10']);
  });
});

describe('the time to go', () => {
  it.each([
    ['learning_rate: 0.000043 loss: 1.640873 eta: 0:33:40 batch_cost: 0.4564', 2020],
    ['eta: 17 days, 13:50:26  iter: 19  total_loss: 2.262', 17 * 86_400 + 13 * 3600 + 50 * 60 + 26],
    ['[eta: 1 day, 0:12:00, time (data): 0.400 (0.010)] l_pix: 1e-2', 86_400 + 720],
    ['loss 0.3 - ETA: 05:40', 340],
    ['0:	learn: 0.6931471	total: 55.2ms	remaining: 1m 3s', 63],
    ['step 3 loss 0.1 (ETA 1.5h)', 5400],
    ['loss: 2.1 time left: 2 hours, 30 minutes', 9000],
  ])('is read from %j', (line, seconds) => {
    expect(remainingTime(line)?.seconds).toBeCloseTo(seconds, 9);
  });

  it.each([
    'eta: 0.1 max_depth: 6',
    'beta: 0:33:40',
    'theta=3 s',
    'remaining: 17 batches',
    'loss: 2.1',
    'eta: soon',
  ])('is not read from %j', (line) => {
    expect(remainingTime(line)).toBeUndefined();
  });

  it('comes with the time of day that the line begins with', () => {
    expect(timeOfDay('[11/09 20:15:02] ppdet.engine INFO: ')).toBe(72_902);
    expect(timeOfDay('no 25:00:00 here')).toBeUndefined();
  });

  it('is told by the line that reports the loss, with the end of its epoch', () => {
    const line = (batch: number): string =>
      `[11/09 20:15:0${batch}] ppdet.engine INFO: Epoch: [53] [ ${batch}/157] learning_rate: 0.000043 loss: 1.6408${batch} eta: 0:33:40 batch_cost: 0.4564\n`;
    const { events } = readText(text.create('train.log'), line(1) + line(2) + 'eta: 0:33:40 at step: 3\n');
    const remaining = events.filter((event) => event.kind === 'remaining');
    expect(remaining).toHaveLength(2);
    const end = remaining[1]!.step - 2 + 157;
    expect(remaining[1]).toMatchObject({ seconds: 2020, clock: 72_902, epochEnd: end });
  });

  it('is not taken from a line that may be cut', () => {
    const { events } = readText(
      text.create('train.log'),
      'step: 1 loss: 2.3 eta: 0:33:40\nstep: 2 loss: 2.2 eta: 0:3',
    );
    expect(events.filter(({ kind }) => kind === 'remaining')).toHaveLength(1);
  });
});

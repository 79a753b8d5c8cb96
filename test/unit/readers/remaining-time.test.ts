import { describe, expect, it } from 'vitest';
import { remainingTime, timeOfDay } from '../../../src/readers/remaining-time.js';
import { text } from '../../../src/readers/text.js';
import { readText } from './read-text.js';

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

import { describe, expect, it } from 'vitest';
import { TimeLeft } from '../../../src/monitor/time-left.js';

/** A run of 10,000 steps at 2 steps a second that tells its eta every 100 steps, in whole seconds. */
function timesTold(count: number, epoch: number | undefined, toEpochEnd: boolean): TimeLeft {
  const timeLeft = new TimeLeft();
  for (let i = 1; i <= count; i++) {
    const step = 100 * i;
    const epochEnd = epoch === undefined ? NaN : Math.ceil(step / epoch) * epoch;
    const end = toEpochEnd ? epochEnd : 10_000;
    const noise = i % 3 === 0 ? 1.05 : 1;
    timeLeft.add(step, Math.round(((end - step) / 2) * noise), (86_000 + 50 * i) % 86_400, epochEnd);
  }
  return timeLeft;
}

describe('the end of a run by its eta', () => {
  it('is the step where the time to go ends at the pace of the log’s clock, over midnight too', () => {
    expect(timesTold(20, undefined, false).lastStep(NaN)).toBe(10_000);
  });

  it('is the same where every time to go is told twice', () => {
    const timeLeft = new TimeLeft();
    for (let step = 100; step <= 1000; step += 100) {
      for (let i = 0; i < 2; i++) timeLeft.add(step, (10_000 - step) / 2, step / 2, NaN);
    }
    expect(timeLeft.lastStep(NaN)).toBe(10_000);
  });

  it('is not told from too few reports', () => {
    expect(timesTold(3, undefined, false).lastStep(NaN)).toBeUndefined();
  });

  it('is told where epochs are shorter, and not where the time to go is the epoch’s', () => {
    expect(timesTold(20, 1000, false).lastStep(NaN)).toBe(10_000);
    expect(timesTold(8, 1000, true).lastStep(NaN)).toBeUndefined();
    expect(timesTold(25, 1000, true).lastStep(NaN)).toBeUndefined();
  });

  it('takes the observed pace for a log without a clock, and none without either', () => {
    const timeLeft = new TimeLeft();
    for (let step = 1; step <= 10; step++) timeLeft.add(step, (100 - step) * 4, NaN, NaN);
    expect(timeLeft.lastStep(0.25)).toBe(100);
    expect(timeLeft.lastStep(NaN)).toBeUndefined();
  });

  it('bears a pause: the clock stood for an hour between two reports', () => {
    const timeLeft = new TimeLeft();
    for (let i = 0; i < 30; i++) timeLeft.add(10 * i, 1000 - 10 * i, 10 * i + (i > 15 ? 3600 : 0), NaN);
    expect(timeLeft.lastStep(NaN)).toBe(1000);
  });

  it('begins anew where a run is resumed', () => {
    const timeLeft = timesTold(20, undefined, false);
    timeLeft.add(500, 100, 0, NaN);
    expect(timeLeft.lastStep(NaN)).toBeUndefined();
  });
});

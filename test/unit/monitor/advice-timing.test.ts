import { describe, expect, it } from 'vitest';
import { type MonitorHarness, powerLaw, watchTasks } from '../../support/monitor-harness.js';

describe('the advice beside the verdicts', () => {
  const withTasks = (): Promise<MonitorHarness> =>
    watchTasks([
      { name: 'easy', target: 0.5, minutes: 20 },
      { name: 'other', target: 0.55, minutes: 20 },
    ]);

  const scores = (harness: MonitorHarness): { readonly table: number[]; readonly queue: number[] } => {
    const candidates = harness.monitor.state().recommendations[0]?.alternatives ?? [];
    return {
      table: candidates.map(({ name }) => harness.run(name).score),
      queue: candidates.map(({ score }) => score),
    };
  };

  it('follows new reports, though not more often than every second', async () => {
    const harness = await withTasks();
    const advice = () => harness.monitor.state().recommendations;
    const grow = async (report: number, seconds: number): Promise<void> => {
      harness.files.append('/w/easy/log.jsonl', powerLaw(report, report));
      await harness.look(seconds);
    };
    const first = advice();
    await grow(61, 0.2);
    expect(advice()).toBe(first);
    await grow(62, 1);
    const second = advice();
    expect(second).not.toBe(first);
    await harness.look(3);
    expect(advice()).toBe(second);
    await harness.look(3);
    expect(advice()).not.toBe(second);
  });

  it('is made anew at once when a verdict changes', async () => {
    const harness = await withTasks();
    expect(harness.run('easy').verdict).toBe('feasible');
    // The run gets stuck far above its target: flat for longer than it fell.
    harness.files.append('/w/easy/log.jsonl', powerLaw(61, 260, 1.2, 0));
    await harness.look(0.2);
    expect(harness.run('easy').verdict).not.toBe('feasible');
    const [advice] = harness.monitor.state().recommendations;
    const candidate = advice?.alternatives.find(({ name }) => name === 'easy');
    expect(candidate?.score).toBe(harness.run('easy').score);
    expect(candidate?.probability).toBeLessThan(0.9);
  });

  it('gives the scores that the table shows', async () => {
    const harness = await withTasks();
    for (let n = 61; n < 75; n++) {
      harness.files.append('/w/easy/log.jsonl', powerLaw(n, n));
      await harness.look(0.5);
      const { table, queue } = scores(harness);
      expect(queue).toHaveLength(2);
      expect(table).toEqual(queue);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { printState } from '../../../src/cli/state-table.js';
import { bundleOf, MonitorHarness, powerLaw } from '../../support/monitor-harness.js';

const TASKS = [
  { name: 'falling', target: 0.2, minutes: 60 },
  { name: 'level', target: 0.002, minutes: 60 },
];

/** A run that falls as expected, and one that stood still in its first reports. */
async function withLook(): Promise<MonitorHarness> {
  const harness = new MonitorHarness();
  harness.files.write('/w/laira.json', bundleOf(TASKS));
  harness.files.write('/w/falling/log.jsonl', powerLaw(1, 60));
  const level = Array.from({ length: 8 }, (_, i) =>
    JSON.stringify({ step: i + 1, loss: 1.01 - 0.01 * (i % 2) }),
  );
  harness.files.write('/w/level/log.jsonl', `${level.join('\n')}\n`);
  await harness.look(60);
  return harness;
}

async function accept(harness: MonitorHarness, run: string): Promise<{ seconds: number; line: unknown }> {
  const [advice] = harness.monitor.state().recommendations;
  await harness.monitor.intend({ type: 'accept', recommendation: advice!.id, run, reason: '' });
  const { from, until } = harness.monitor.state().slices[0]!;
  return {
    seconds: (until - from) / 1000,
    line: JSON.parse(harness.files.text('/w/.laira/decisions.jsonl')!),
  };
}

describe('a short look', () => {
  it('is said to be one, with what comes after it', async () => {
    const harness = await withLook();
    const [advice] = harness.monitor.state().recommendations;
    expect(advice).toMatchObject({ name: 'level', length: 16, afterLook: { name: 'falling' } });
    const text = printState(harness.monitor.state());
    expect(text).toMatch(
      /Next slice on gpu:0: a short look at level, 16 s\. It is called out of reach \(.*\) on 8/,
    );
    expect(text).toContain('about 16 more tell');
    expect(text).toMatch(/\nAfter it, or in its place: falling for \d+ min\. Needs about/);
  });

  it('is in the ledger as one', async () => {
    const { seconds, line } = await accept(await withLook(), 'task:level');
    expect(seconds).toBe(16);
    expect(line).toMatchObject({ task: 'level', recommended: 'level', look: true });
  });

  it('gives way to what comes after it, for the length of an ordinary slice', async () => {
    const harness = await withLook();
    const { length } = harness.monitor.state().recommendations[0]!.afterLook!;
    expect(length).toBeGreaterThan(60);
    const { seconds, line } = await accept(harness, 'task:falling');
    expect(seconds).toBeCloseTo(length, 3);
    expect(line).toMatchObject({ task: 'falling', recommended: 'level', look: true });
  });
});

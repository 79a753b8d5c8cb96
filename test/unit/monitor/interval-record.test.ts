import { describe, expect, it } from 'vitest';
import { bundleOf, MonitorHarness, powerLaw } from '../../support/monitor-harness.js';

/** A loss that falls a little and then rises on and on, as in no public curve. */
function wild(reports: number): string {
  let text = '';
  for (let n = 1; n <= reports; n++) {
    const loss = 2 * n ** -0.02 * Math.exp(1.2 * Math.max(0, Math.log(n / 60)));
    text += `{"step":${n},"loss":${loss.toFixed(6)}}\n`;
  }
  return text;
}

/** A monitor of one run of 40 reports, and of `others` wild ones. */
async function watch(calibrate: boolean, others: number): Promise<MonitorHarness> {
  const harness = new MonitorHarness();
  harness.monitor.dispose();
  harness.monitor = harness.create({ calibrate });
  harness.files.write('/w/new/log.jsonl', powerLaw(1, 40));
  for (let i = 1; i <= others; i++) harness.files.write(`/w/old${i}/log.jsonl`, wild(400 + i));
  await harness.look();
  return harness;
}

/** Width of the 80 % interval of the default method, in ln(loss). */
function widthOf(harness: MonitorHarness): number {
  const [lower, upper] = harness.run('new').methods[0]!.interval80!;
  return Math.log(upper / lower);
}

describe('intervals', () => {
  it('are wider where those of other runs have not held, and the state says so', async () => {
    const alone = await watch(true, 0);
    const among = await watch(true, 6);
    expect(widthOf(among)).toBeGreaterThan(1.3 * widthOf(alone));
    expect(among.run('new').methods[0]!.loss).toBe(alone.run('new').methods[0]!.loss);
    const { calibrate, intervals } = among.monitor.state();
    expect(calibrate).toBe(true);
    expect(intervals.map(({ method }) => method)).toEqual(['dkf', 'dkf-paper', 'wls']);
    const [record] = intervals;
    expect(record).toMatchObject({ title: 'DKF', runs: 7 });
    expect(record!.held80).toBeLessThan(0.7 * record!.scored);
    expect(record!.held95).toBeGreaterThan(record!.held80);
    expect(Math.min(...record!.factors80)).toBeGreaterThan(1);
  });

  it('stay as they are where a person wants that, and the record is kept all the same', async () => {
    const [alone, among] = [await watch(false, 0), await watch(false, 6)];
    expect(widthOf(among)).toBe(widthOf(alone));
    const { calibrate, intervals } = among.monitor.state();
    expect(calibrate).toBe(false);
    // It is the record of the widths that public curves ask for, whatever the widths in force.
    expect(intervals).toEqual((await watch(true, 6)).monitor.state().intervals);
    expect(Math.min(...intervals[0]!.factors80)).toBeGreaterThan(1);
  });

  it('count a run from its first forecast that has come due', async () => {
    const harness = await watch(true, 1);
    harness.files.write('/w/young/log.jsonl', powerLaw(1, 2));
    await harness.look();
    expect(harness.run('young').reports).toBe(2);
    expect(harness.monitor.state().intervals[0]!.runs).toBe(2);
    harness.files.append('/w/young/log.jsonl', powerLaw(3, 8));
    await harness.look();
    expect(harness.monitor.state().intervals[0]!.runs).toBe(3);
  });

  it('count a run once, also where it becomes a task', async () => {
    const harness = await watch(true, 2);
    const [before] = harness.monitor.state().intervals;
    expect(before!.runs).toBe(3);
    harness.files.write('/w/laira.json', bundleOf([{ name: 'old1', target: 0.1, minutes: 60 }]));
    await harness.look(20);
    expect(harness.run('old1').task).not.toBeNull();
    const [after] = harness.monitor.state().intervals;
    expect([after!.runs, after!.scored]).toEqual([3, before!.scored]);
  });

  it('are what the recommendation goes by', async () => {
    const chances: number[] = [];
    for (const others of [0, 6]) {
      const harness = new MonitorHarness();
      harness.files.write('/w/laira.json', bundleOf([{ name: 'a', target: 0.45, minutes: 15 }]));
      harness.files.write('/w/a/log.jsonl', powerLaw(1, 60));
      for (let i = 1; i <= others; i++) harness.files.write(`/w/old${i}/log.jsonl`, wild(400 + i));
      await harness.look(60);
      const [advice] = harness.monitor.state().recommendations;
      const [candidate] = advice!.alternatives;
      // The verdict was made of the same forecast, for the same deadline.
      expect(candidate!.probability).toBeCloseTo(harness.run('a').probability, 9);
      chances.push(candidate!.probability);
    }
    expect(Math.abs(chances[1]! - chances[0]!)).toBeGreaterThan(0.02);
  });

  it('go into the ledger with the factors in force', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/laira.json', bundleOf([{ name: 'a', target: 0.45, minutes: 15 }]));
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 60));
    await harness.look(60);
    await harness.accept();
    const ledger = harness.files.text('/w/.laira/decisions.jsonl') ?? '';
    expect(ledger).toContain('"intervalFactors80":[');
  });
});

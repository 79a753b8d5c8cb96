import { describe, expect, it } from 'vitest';
import { type MonitorHarness, watchTasks } from '../../support/monitor-harness.js';

const NAMES = ['easy', 'second', 'third'];
const SECOND = '/w/second/laira-control.json';

const withTasks = (): Promise<MonitorHarness> =>
  watchTasks(NAMES.map((name, i) => ({ name, target: [0.5, 0.01, 0.02][i]!, minutes: 20 })));

async function accept(harness: MonitorHarness): Promise<void> {
  const [advice] = harness.monitor.state().recommendations;
  await harness.monitor.intend({ type: 'accept', recommendation: advice!.id, run: advice!.run, reason: '' });
}

/** Runs that have a control file. */
function controlled({ files }: MonitorHarness): string[] {
  return NAMES.filter((name) => files.text(`/w/${name}/laira-control.json`) !== undefined);
}

function ledger({ files }: MonitorHarness): { kind: string; cause?: string; slice: number }[] {
  const lines = (files.text('/w/.laira/decisions.jsonl') ?? '').split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as { kind: string; slice: number });
}

describe('an acceptance that the disk refuses', () => {
  it('changes nothing where one control file has no room, says so, and may be tried again', async () => {
    const harness = await withTasks();
    harness.files.full.add(SECOND);
    await expect(accept(harness)).rejects.toThrow(
      `Slice 1 is not in force: ${SECOND} cannot be written: the disk is full, then accept again.`,
    );
    expect([controlled(harness), ledger(harness), harness.monitor.state().slices]).toEqual([[], [], []]);
    harness.files.full.clear();
    await harness.look();
    await accept(harness);
    expect(controlled(harness)).toEqual(NAMES);
    expect(harness.monitor.state().slices).toMatchObject([{ slice: 1, state: 'starting' }]);
  });

  it('changes nothing where the ledger has no room', async () => {
    const harness = await withTasks();
    harness.files.full.add('/w/.laira/decisions.jsonl');
    await expect(accept(harness)).rejects.toThrow(
      'Slice 1 is not in force: /w/.laira/decisions.jsonl cannot be written',
    );
    expect([controlled(harness), harness.monitor.state().slices]).toEqual([[], []]);
  });

  it('is taken back from every run, and in the ledger, where one control file cannot be put in place', async () => {
    const harness = await withTasks();
    harness.files.fixed.add(SECOND);
    await expect(accept(harness)).rejects.toThrow(`Slice 1 is not in force: ${SECOND} cannot be replaced`);
    expect(controlled(harness)).toEqual([]);
    expect(ledger(harness)).toMatchObject([
      { kind: 'accept', slice: 1 },
      { kind: 'end', slice: 1, cause: 'unwritten' },
    ]);
    expect(harness.monitor.state().slices).toMatchObject([{ slice: 1, state: 'undone' }]);
    // The next window finds the same, and puts nothing into force.
    harness.files.fixed.clear();
    harness.monitor = harness.create();
    await harness.look();
    expect(controlled(harness)).toEqual([]);
    expect(harness.monitor.state().recommendations).toMatchObject([{ slice: 2 }]);
  });
});

describe('a slice', () => {
  it('is shown when every control file is in place, and its advice until then', async () => {
    const harness = await withTasks();
    const { files } = harness;
    let putInPlace!: () => void;
    const gate = new Promise<void>((open) => {
      putInPlace = open;
    });
    const stage = files.stage.bind(files);
    files.stage = async (texts) => {
      const staged = await stage(texts);
      return { ...staged, commit: () => gate.then(() => staged.commit()) };
    };
    const [advice] = harness.monitor.state().recommendations;
    const accepted = accept(harness);
    await harness.look(6);
    expect(ledger(harness)).toHaveLength(1);
    expect(harness.monitor.state().slices).toEqual([]);
    expect(harness.monitor.state().recommendations).toEqual([advice]);
    putInPlace();
    await accepted;
    expect(controlled(harness)).toEqual(NAMES);
    expect(harness.monitor.state().slices).toHaveLength(1);
    expect(harness.monitor.state().recommendations).toEqual([]);
  });

  it('of an earlier window is put into force again when the disk lets it, and it is told that it is not', async () => {
    const harness = await withTasks();
    await accept(harness);
    await harness.files.remove(SECOND);
    harness.files.full.add(SECOND);
    harness.monitor = harness.create();
    await harness.look();
    await harness.look();
    expect(harness.monitor.state().problems).toMatchObject([
      { message: `The disk refuses: ${SECOND} cannot be written: the disk is full. Trying again.` },
    ]);
    harness.files.full.clear();
    await harness.look();
    expect(controlled(harness)).toEqual(NAMES);
    expect(harness.monitor.state().problems).toEqual([]);
  });

  it('that is taken back is taken from a run again that kept it', async () => {
    const harness = await withTasks();
    await accept(harness);
    harness.files.undying.add(SECOND);
    const undone = harness.monitor.intend({ type: 'undo', resource: 'gpu:0', slice: 1 });
    await expect(undone).rejects.toThrow(`Slice 1 is taken back, but ${SECOND} cannot be removed`);
    expect(controlled(harness)).toEqual(['second']);
    expect(harness.monitor.state().slices).toMatchObject([{ state: 'undone' }]);
    harness.files.undying.clear();
    await harness.look();
    expect(controlled(harness)).toEqual([]);
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { MonitorState } from '../../../src/protocol/runs.js';
import { bundleOf, MonitorHarness, powerLaw } from '../../support/monitor-harness.js';

/** Turns of the microtask queue that a pass over the files in memory is over within. */
const TURNS = 60;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

async function following(bundle: string | undefined): Promise<[MonitorHarness, MonitorState[]]> {
  const harness = new MonitorHarness();
  for (const name of ['a', 'b']) harness.files.write(`/w/${name}/log.jsonl`, powerLaw(1, 12));
  if (bundle !== undefined) harness.files.write('/w/laira.json', bundle);
  await harness.look(60);
  const states: MonitorState[] = [];
  harness.monitor.onDidUpdate(({ state }) => states.push(state));
  return [harness, states];
}

/** What a state shows of the bundle, in the bundle itself, in its runs and in the advice on them. */
function shown({ bundle, runs, recommendations }: MonitorState): string {
  const tasks = runs.map(({ name, task }) => `${name} ${task?.target ?? 'without target'}`).sort();
  const advised = recommendations.flatMap(({ alternatives }) => alternatives.map(({ name }) => name)).sort();
  return [bundle === null ? 'no bundle' : 'bundle', ...tasks, 'advice:', ...advised].join(', ');
}

const OLD = bundleOf([{ name: 'a', target: 0.5, minutes: 20 }]);
const NEW = bundleOf([
  { name: 'a', target: 0.4, minutes: 20 },
  { name: 'b', target: 0.45, minutes: 20 },
]);
const SHOWN = {
  none: 'no bundle, a without target, b without target, advice:',
  old: 'bundle, a 0.5, b without target, advice:, a',
  new: 'bundle, a 0.4, b 0.45, advice:, a, b',
};

describe('a state is of one moment', () => {
  it.each([
    ['no bundle', undefined, SHOWN.none],
    ['another bundle', OLD, SHOWN.old],
  ])(
    'whenever a view asks for it while a bundle takes the place of %s',
    async (_what, before, shownBefore) => {
      const [harness, states] = await following(before);
      harness.files.write('/w/laira.json', NEW);
      const settled = harness.look();
      for (let turn = 0; turn < TURNS; turn++) {
        harness.monitor.sendWhole();
        await turns(1);
      }
      expect(states.map(shown).at(-1), 'the pass is over').toBe(SHOWN.new);
      await settled;
      const looks = states.map(shown);
      expect(new Set(looks)).toEqual(new Set([shownBefore, SHOWN.new]));
      expect(looks.lastIndexOf(shownBefore)).toBeLessThan(looks.indexOf(SHOWN.new));
    },
  );

  it('whenever a person decides while a bundle takes the place of another', async () => {
    for (let moment = 0; moment < TURNS; moment++) {
      const [harness, states] = await following(OLD);
      const advice = harness.monitor.state().recommendations[0]!;
      harness.files.write('/w/laira.json', NEW);
      const settled = harness.look();
      await turns(moment);
      // Advice on the new bundle has taken the place of this one where the decision comes late.
      await harness.monitor
        .intend({ type: 'accept', recommendation: advice.id, run: advice.run, reason: '' })
        .catch(() => undefined);
      await settled;
      await harness.look();
      const tasks = states.map((state) => shown({ ...state, recommendations: [] }));
      const allowed = ['bundle, a 0.5, b without target, advice:', 'bundle, a 0.4, b 0.45, advice:'];
      expect(allowed, `after ${moment} turns`).toEqual(expect.arrayContaining(tasks));
    }
  });

  it('also where the disk refuses in the midst of a pass', async () => {
    const [harness] = await following(undefined);
    const listing = vi.spyOn(harness.files, 'list').mockRejectedValue(new Error('EIO: i/o error'));
    harness.files.write('/w/laira.json', NEW);
    await harness.look();
    expect(shown(harness.monitor.state())).toBe(SHOWN.none);
    expect(harness.monitor.state().problems).toMatchObject([{ kind: 'unreadable' }]);
    listing.mockRestore();
    await harness.look();
    expect(shown(harness.monitor.state())).toBe(SHOWN.new);
    expect(harness.monitor.state().problems).toEqual([]);
  });
});

it('a refresh that comes in the midst of a pass sees what was there when it came', async () => {
  for (let moment = 0; moment < TURNS; moment++) {
    const [harness] = await following(undefined);
    const settled = harness.look();
    await turns(moment);
    harness.files.write('/w/c/log.jsonl', powerLaw(1, 20));
    await harness.monitor.settle();
    expect(harness.names(), `after ${moment} turns`).toContain('c');
    await settled;
  }
});

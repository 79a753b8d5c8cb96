import { createControlFileActuator } from '../../src/actuators/control-file.js';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../src/monitor/catalogue.js';
import { Monitor } from '../../src/monitor/monitor.js';
import type { MonitorSettings } from '../../src/protocol/monitor.js';
import type { RunView } from '../../src/protocol/runs.js';
import { ManualClock, MemoryFiles } from './memory-files.js';

export const START = Date.UTC(2026, 0, 1);

/** A monitor over files in memory, with a clock that stands until a test moves it. */
export class MonitorHarness {
  readonly clock = new ManualClock(START);
  readonly files = new MemoryFiles(this.clock);
  monitor = this.create();

  /** Another monitor on the same files, as after a reload of the window. */
  create(settings: Partial<MonitorSettings> = {}): Monitor {
    return new Monitor(
      {
        roots: ['/w'],
        bundle: '/w/laira.json',
        include: DEFAULT_INCLUDE,
        exclude: DEFAULT_EXCLUDE,
        metrics: {},
        patterns: {},
        method: 'dkf',
        policy: 'laira-index',
        calibrate: true,
        pollSeconds: 1,
        undoSeconds: 5,
        by: 'tester',
        ...settings,
      },
      {
        source: this.files,
        store: this.files,
        databases: { open: () => ({ kind: 'refused', message: 'There are no databases here.' }) },
        clock: this.clock,
        actuator: createControlFileActuator(this.files),
      },
      { acts: true },
    );
  }

  /** Moves the clock and lets the monitor look. */
  async look(seconds = 1): Promise<void> {
    this.clock.advance(seconds * 1000);
    await this.monitor.settle();
  }

  /** Accepts the advice that is shown. */
  async accept(reason = ''): Promise<void> {
    const [advice] = this.monitor.state().recommendations;
    if (advice === undefined) throw new Error('nothing is recommended');
    const { id: recommendation, run } = advice;
    await this.monitor.intend({ type: 'accept', recommendation, run, reason });
  }

  run(name: string): RunView {
    const run = this.monitor.state().runs.find((view) => view.name === name);
    if (run === undefined) throw new Error(`no run ${name} among ${this.names().join(', ')}`);
    return run;
  }

  names(): string[] {
    return this.monitor.state().runs.map((view) => view.name);
  }
}

/** JSON lines of a power law: a n^-b, from report `from` to `to`. */
export function powerLaw(from: number, to: number, a = 2, b = 0.3): string {
  let text = '';
  for (let n = from; n <= to; n++) text += `{"step":${n},"loss":${(a * n ** -b).toFixed(6)}}\n`;
  return text;
}

/** A bundle of runs in JSON lines; deadlines in minutes, one report a second at data rate 1. */
export function bundleOf(tasks: readonly { name: string; target: number; minutes: number }[]): string {
  return JSON.stringify({
    resource: 'gpu:0',
    start: new Date(START).toISOString(),
    tasks: tasks.map(({ name, target, minutes }) => ({
      name,
      logs: [`${name}/*.jsonl`],
      target,
      deadline: `${minutes} min`,
      dataRate: 1,
    })),
  });
}

/** A monitor of tasks with a power law of 60 reports each, after the first look. */
export async function watchTasks(
  tasks: readonly { name: string; target: number; minutes: number }[],
): Promise<MonitorHarness> {
  const harness = new MonitorHarness();
  harness.files.write('/w/laira.json', bundleOf(tasks));
  for (const { name } of tasks) harness.files.write(`/w/${name}/log.jsonl`, powerLaw(1, 60));
  await harness.look(60);
  return harness;
}

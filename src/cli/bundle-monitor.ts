import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { MonitorOptions, Monitor } from '../monitor/monitor.js';
import { clockAt, systemClock } from '../node/clock.js';
import { createMonitor } from '../node/create-monitor.js';
import { defaultSettings } from '../node/settings.js';
import { CommandError } from './command.js';

/**
 * A monitor of a bundle that has read everything there is.
 * @param at look at the bundle as it was then (milliseconds since 1970 UTC); undefined: now
 * @throws CommandError where there is no bundle or an error in it
 */
export async function settledBundleMonitor(
  bundle: string,
  acts: boolean,
  undoSeconds: number,
  at?: number,
): Promise<Monitor> {
  const file = resolve(bundle);
  await access(file).catch(() => {
    throw new CommandError(`${bundle}: there is no such bundle; write one, or set a target in the editor.`);
  });
  const options: MonitorOptions = at === undefined ? { acts } : { acts, until: at };
  const settings = { ...defaultSettings([dirname(file)], file), undoSeconds };
  const monitor = createMonitor(settings, options, at === undefined ? systemClock : clockAt(at));
  await monitor.settle();
  const error = monitor.state().bundle?.problems.find((problem) => problem.kind === 'error');
  if (error !== undefined) {
    monitor.dispose();
    throw new CommandError(`${bundle}, line ${error.line ?? 1}: ${error.message}`);
  }
  return monitor;
}

import { createControlFileActuator } from '../actuators/control-file.js';
import { Monitor, type MonitorOptions } from '../monitor/monitor.js';
import type { Clock } from '../monitor/ports.js';
import type { MonitorSettings } from '../protocol/monitor.js';
import { systemClock } from './clock.js';
import { openSqlite } from './sqlite.js';
import { NodeFileSource, NodeFileStore } from './file-system.js';

/** A monitor over the real disk. */
export function createMonitor(
  settings: MonitorSettings,
  options: MonitorOptions,
  clock: Clock = systemClock,
): Monitor {
  const store = new NodeFileStore();
  return new Monitor(
    settings,
    {
      source: new NodeFileSource(),
      store,
      databases: { open: openSqlite },
      clock,
      actuator: createControlFileActuator(store),
    },
    options,
  );
}

import type { Actuator, Order } from '../monitor/actuator.js';
import type { FileStore } from '../monitor/ports.js';

/** Name of the file in each run's folder that its training loop can poll. */
export const CONTROL_FILE = 'laira-control.json';

/** Contents of a control file. Times are ISO 8601 UTC. After `until` the file says nothing any more. */
export interface Control {
  readonly version: 1;
  readonly task: string;
  readonly state: 'run' | 'pause';
  readonly share: number;
  readonly resource: string;
  readonly slice: number;
  readonly from: string;
  readonly until: string;
}

/** Writes one control file per task; training loops poll it (see the README for a loop of five lines). */
export function createControlFileActuator(store: FileStore): Actuator {
  return {
    name: 'control-file',
    async apply(order: Order): Promise<void> {
      // Pauses first: for a moment nobody has the machine, rather than two.
      const tasks = [...order.tasks].sort((a, b) => a.share - b.share);
      for (const task of tasks) {
        const control: Control = {
          version: 1,
          task: task.name,
          state: task.share > 0 ? 'run' : 'pause',
          share: task.share,
          resource: order.resource,
          slice: order.slice,
          from: new Date(order.from).toISOString(),
          until: new Date(order.until).toISOString(),
        };
        await store.writeAtomically(
          `${task.folder}/${CONTROL_FILE}`,
          `${JSON.stringify(control, null, 2)}\n`,
        );
      }
    },
    async release(order: Order): Promise<void> {
      for (const task of order.tasks) await store.remove(`${task.folder}/${CONTROL_FILE}`);
    },
  };
}

/** Reads a control file's text; undefined when it is none. */
export function parseControl(text: string): Control | undefined {
  try {
    const control = JSON.parse(text) as Partial<Control> | null;
    const valid = control !== null && (control.state === 'run' || control.state === 'pause');
    return valid ? (control as Control) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a control lets its run train at a moment (milliseconds since 1970 UTC); undefined when it says nothing then. */
export function allows(control: Control, now: number): boolean | undefined {
  if (now < Date.parse(control.from) || now >= Date.parse(control.until)) return undefined;
  return control.state === 'run';
}

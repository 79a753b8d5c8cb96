import type { Actuator, Order, PreparedOrder } from '../monitor/actuator.js';
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

/** Writes one control file per task; training loops poll it (the README has such a loop). */
export function createControlFileActuator(store: FileStore): Actuator {
  return {
    name: 'control-file',
    async prepare(order: Order): Promise<PreparedOrder> {
      // Pauses first: for a moment nobody has the machine, rather than two.
      const tasks = [...order.tasks].sort((a, b) => a.share - b.share);
      const staged = await store.stage(
        tasks.map((task) => ({
          path: `${task.folder}/${CONTROL_FILE}`,
          text: `${JSON.stringify(controlOf(order, task), null, 2)}\n`,
        })),
      );
      return { apply: () => staged.commit(), discard: () => staged.discard() };
    },
    async release(order: Order): Promise<void> {
      const removals = order.tasks.map((task) => store.remove(`${task.folder}/${CONTROL_FILE}`));
      const kept = (await Promise.allSettled(removals)).find(({ status }) => status === 'rejected');
      if (kept?.status === 'rejected') throw kept.reason;
    },
  };
}

function controlOf(
  { resource, slice, from, until }: Order,
  { name, share }: Order['tasks'][number],
): Control {
  return {
    version: 1,
    task: name,
    state: share > 0 ? 'run' : 'pause',
    share,
    resource,
    slice,
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
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

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks at the loop. */
const RESOLUTION = 2;

/** Does a work and tells for how long at most the event loop did not turn meanwhile, in milliseconds. */
export async function longestBlock(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  // The first look only starts the count, and the last one must come after the work's end.
  await sleep(5 * RESOLUTION);
  delay.reset();
  await work();
  await sleep(5 * RESOLUTION);
  delay.disable();
  return Math.max(0, delay.max / 1e6 - RESOLUTION);
}

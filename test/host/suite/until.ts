import { setTimeout as delay } from 'node:timers/promises';

/** Seconds to wait at most: nobody waits so long on a machine of one's own, but a busy one may take them. */
export const PATIENCE = 120;

/** Asks again and again until the answer is not undefined, and returns it. */
export async function until<T>(
  what: string | (() => string),
  ask: () => T | undefined | Promise<T | undefined>,
  seconds = PATIENCE,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s: ${typeof what === 'string' ? what : what()}`);
    await delay(50);
  }
}

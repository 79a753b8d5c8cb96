import type { PolicyOutcome } from '../../../src/protocol/analysis.js';

/** A time in which a task kept one share of the machine; seconds after the start. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Of the machine, in (0, 1]. */
  readonly share: number;
}

/** Each task's stretches in the order of time, neighbours of the same share joined. @param tasks how many there are */
export function stretchesOf(slices: PolicyOutcome['slices'], tasks: number): Stretch[][] {
  const all = Array.from({ length: tasks }, (): Stretch[] => []);
  const ordered = [...slices].sort((a, b) => a.start - b.start);
  for (const { task, start, length, share } of ordered) {
    const own = all[task];
    if (own === undefined || !(length > 0) || !(share > 0)) continue;
    const last = own.at(-1);
    // Times are sums of units, exact only within rounding.
    const isNext = last !== undefined && start - last.end <= 1e-6 * length && share === last.share;
    if (isNext) own[own.length - 1] = { ...last, end: start + length };
    else own.push({ start, end: start + length, share });
  }
  return all;
}

/** Seconds of the whole machine that a task got. */
export function machineTime(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { start, end, share }) => sum + (end - start) * share, 0);
}

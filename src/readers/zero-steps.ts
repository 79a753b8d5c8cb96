import type { ReadOutput } from './read-output.js';

/** Where a non-zero step was seen. */
const HAS_STEPS = -1;

/**
 * MLflow gives the step 0 to every value that a script logs without one. As long as a metric has no other step, the
 * order of its values, which is that of their times, is their step; that is told once.
 */
export class ZeroSteps {
  /** Values at step 0 so far, by metric. */
  private readonly counts = new Map<string, number>();

  constructor(private readonly output: ReadOutput) {}

  /** @returns the step of the next value of a metric */
  step(run: string, metric: string, logged: number, place: number): number {
    const key = `${run}\n${metric}`;
    const count = this.counts.get(key) ?? 0;
    if (count === HAS_STEPS) return logged;
    if (logged !== 0) {
      this.counts.set(key, HAS_STEPS);
      return logged;
    }
    this.counts.set(key, count + 1);
    if (count === 1) {
      const reason = 'its values are all logged without a step, so their order is taken for it.';
      this.output.event({ kind: 'hidden', run, metric, step: 0, reason, place });
    }
    return count;
  }
}

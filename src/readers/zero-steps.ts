import type { ReadOutput } from './read-output.js';

/**
 * MLflow gives the step 0 to every value that a script logs without one. As long as a metric has no other step, the
 * order of its values, which is that of their times, is their step; that is told once.
 */
export class ZeroSteps {
  /** Values at step 0 so far. */
  private count = 0;
  private hasSteps = false;

  constructor(
    private readonly run: string,
    private readonly metric: string,
    private readonly output: ReadOutput,
  ) {}

  /** @returns the step of the next value of the metric */
  step(logged: number, place: number): number {
    if (logged !== 0) this.hasSteps = true;
    if (this.hasSteps) return logged;
    if (this.count === 1) {
      const { run, metric } = this;
      const reason = 'its values are all logged without a step, so their order is taken for it.';
      this.output.event({ kind: 'hidden', run, metric, step: 0, reason, place });
    }
    return this.count++;
  }
}

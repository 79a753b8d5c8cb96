import type { ReadOutput } from './read-output.js';

/** Reports where a run will end, once and again when the log says something else. */
export class HorizonTracker {
  private readonly steps = new Map<string, number>();

  constructor(private readonly output: ReadOutput) {}

  set(run: string, step: number, place: number): void {
    if (!Number.isFinite(step) || step <= 0 || this.steps.get(run) === step) return;
    this.steps.set(run, step);
    this.output.event({ kind: 'horizon', run, step, place });
  }
}

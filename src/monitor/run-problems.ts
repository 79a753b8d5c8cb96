import type { ProblemView } from '../protocol/runs.js';
import type { Log } from './log.js';

/** Problems kept per run; a log of rubbish must not fill the memory. */
const KEPT = 200;

/** What the logs of a run hold that could not be read: the first problems, and how many more there are. */
export class RunProblems {
  private readonly kept: ProblemView[] = [];
  private count = 0;

  get views(): readonly ProblemView[] {
    return this.kept;
  }

  /** @param problem its place is a line or a byte offset, as the log counts */
  add(log: Log, problem: { readonly kind: string; readonly message: string; readonly place: number }): void {
    this.count++;
    if (this.kept.length >= KEPT) {
      this.kept[KEPT - 1] = {
        file: log.path,
        kind: 'more',
        message: `${this.count - KEPT + 1} more problems are not listed.`,
      };
      return;
    }
    const place = log.placeUnit === 'line' ? { line: problem.place } : { offset: problem.place };
    this.kept.push({ file: log.path, kind: problem.kind, message: problem.message, ...place });
  }

  /** The log is read from its beginning again: its old problems are void. */
  forget(log: Log): void {
    for (let i = this.kept.length - 1; i >= 0; i--) {
      if (this.kept[i]?.file === log.path) this.kept.splice(i, 1);
    }
  }
}

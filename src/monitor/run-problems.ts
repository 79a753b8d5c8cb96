import type { ProblemView } from '../protocol/runs.js';
import type { Log } from './log.js';

/** Problems kept per run; a log of rubbish must not fill the memory. */
const KEPT = 200;

/** What the logs of a run hold that could not be read: the first problems, and how many more there are. */
export class RunProblems {
  /** One list for good: views of the run hold it. */
  readonly views: ProblemView[] = [];
  private listed: ProblemView[] = [];
  /** Problems by log, those not listed included. */
  private readonly counts = new Map<string, number>();

  /** @param problem its place is a line or a byte offset, as the log counts */
  add(log: Log, problem: { readonly kind: string; readonly message: string; readonly place: number }): void {
    this.counts.set(log.path, (this.counts.get(log.path) ?? 0) + 1);
    if (this.listed.length < KEPT) {
      const place = log.placeUnit === 'line' ? { line: problem.place } : { offset: problem.place };
      const view = { file: log.path, kind: problem.kind, message: problem.message, ...place };
      this.listed.push(view);
      this.views.push(view);
    }
    this.tellRest(log.path);
  }

  /** The log is read from its beginning again: its old problems are void. */
  forget(log: Log): void {
    if (!this.counts.delete(log.path)) return;
    this.listed = this.listed.filter(({ file }) => file !== log.path);
    this.views.splice(0, this.views.length, ...this.listed);
    this.tellRest(this.listed.at(-1)?.file ?? '');
  }

  /** Says in the last place how many problems are not listed. */
  private tellRest(file: string): void {
    let count = 0;
    for (const ofLog of this.counts.values()) count += ofLog;
    if (count === this.listed.length) return;
    const first = Math.min(this.listed.length, KEPT - 1);
    this.views.length = first;
    this.views.push({ file, kind: 'more', message: `${count - first} more problems are not listed.` });
  }
}

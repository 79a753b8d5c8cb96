import type { ProblemView } from '../protocol/runs.js';
import type { Log } from './log.js';

/** Problems kept per run; a log of rubbish must not fill the memory. */
const KEPT = 200;

/** What the logs of a run hold that could not be read: the first problems, and how many more there are. */
export class RunProblems {
  private listed: ProblemView[] = [];
  /** Problems by log, those not listed included. */
  private readonly counts = new Map<string, number>();
  private lastFile = '';
  private shown: readonly ProblemView[] | undefined = [];

  get views(): readonly ProblemView[] {
    this.shown ??= this.show();
    return this.shown;
  }

  /** @param problem its place is a line or a byte offset, as the log counts */
  add(log: Log, problem: { readonly kind: string; readonly message: string; readonly place: number }): void {
    this.counts.set(log.path, (this.counts.get(log.path) ?? 0) + 1);
    this.lastFile = log.path;
    this.shown = undefined;
    if (this.listed.length >= KEPT) return;
    const place = log.placeUnit === 'line' ? { line: problem.place } : { offset: problem.place };
    this.listed.push({ file: log.path, kind: problem.kind, message: problem.message, ...place });
  }

  /** The log is read from its beginning again: its old problems are void. */
  forget(log: Log): void {
    if (!this.counts.delete(log.path)) return;
    this.listed = this.listed.filter(({ file }) => file !== log.path);
    this.shown = undefined;
  }

  private show(): readonly ProblemView[] {
    let count = 0;
    for (const ofLog of this.counts.values()) count += ofLog;
    if (count === this.listed.length) return this.listed.slice();
    const first = this.listed.slice(0, KEPT - 1);
    const message = `${count - first.length} more problems are not listed.`;
    return [...first, { file: this.lastFile, kind: 'more', message }];
  }
}

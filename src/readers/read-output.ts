import type { LogEvent, Problem, ProblemKind, ReadResult } from './reader.js';

/** Most problems that one reader reports; a file that is no log at all must not fill the memory with complaints. */
const MOST_PROBLEMS = 200;

/** Collects what a reader finds between two results. */
export class ReadOutput {
  private events: LogEvent[] = [];
  private problems: Problem[] = [];
  private reported = 0;

  scalar(
    run: string,
    metric: string,
    value: number,
    step: number | undefined,
    wallTime: number | undefined,
    place: number,
  ): void {
    this.events.push({ kind: 'scalar', run, metric, value, step, wallTime, place });
  }

  event(event: LogEvent): void {
    this.events.push(event);
  }

  /** How many events there are since the last result. */
  get count(): number {
    return this.events.length;
  }

  /** @param count of events before those that are wanted */
  since(count: number): readonly LogEvent[] {
    return this.events.slice(count);
  }

  problem(kind: ProblemKind, place: number, message: string): void {
    this.reported += 1;
    if (this.reported < MOST_PROBLEMS) this.problems.push({ kind, place, message });
    else if (this.reported === MOST_PROBLEMS) {
      this.problems.push({
        kind,
        place,
        message: `${message} Further problems of this file are not listed.`,
      });
    }
  }

  tooLong(line: number): void {
    this.problem('too-long', line, `Line ${line} is longer than 8 MB and is left out.`);
  }

  take(): ReadResult {
    const result = { events: this.events, problems: this.problems };
    this.events = [];
    this.problems = [];
    return result;
  }
}

import type { NamedNumber } from './line-scanner.js';
import type { ReadOutput } from './read-output.js';
import type { ScalarEvent } from './reader.js';

/** Lines without a step must repeat this often before their values count: one `loss = 0.0` may be source code. */
const REPEATS = 3;

/** Lines whose values wait to be repeated. */
const MOST_WAITING = 256;

/** Holds back the values of lines without a step until lines with the same names show that they are reports. */
export class RepeatedValues {
  /** By the names on their lines. */
  private readonly waiting = new Map<string, ScalarEvent[][]>();
  private waitingCount = 0;
  private readonly trusted = new Set<string>();

  constructor(private readonly output: ReadOutput) {}

  /** Whether no line without a step has come. */
  get isEmpty(): boolean {
    return this.waitingCount === 0;
  }

  get hasReleased(): boolean {
    return this.trusted.size > 0;
  }

  /** @param wallTime seconds since 1970 UTC; undefined where the line has none */
  add(numbers: readonly NamedNumber[], wallTime: number | undefined, line: number): void {
    const shape = numbers.map(({ name }) => name).join('|');
    const events = numbers.map(({ name, value }): ScalarEvent => ({
      kind: 'scalar',
      run: '',
      metric: name,
      value,
      step: undefined,
      wallTime,
      place: line,
    }));
    if (this.trusted.has(shape)) {
      for (const event of events) this.output.event(event);
      return;
    }
    if (this.waitingCount >= MOST_WAITING) return;
    this.waitingCount += 1;
    const waiting = this.waiting.get(shape) ?? [];
    this.waiting.set(shape, waiting);
    waiting.push(events);
    if (waiting.length >= REPEATS) this.release(shape);
  }

  /** Takes what came more than once for reports: nothing else came. */
  releaseAll(): void {
    for (const [shape, events] of [...this.waiting]) if (events.length > 1) this.release(shape);
  }

  private release(shape: string): void {
    this.trusted.add(shape);
    for (const event of (this.waiting.get(shape) ?? []).flat()) this.output.event(event);
    this.waiting.delete(shape);
  }
}

import { Column } from './columns.js';

/**
 * One metric of one run as logged: every recorded value, in file order, non-finite ones included.
 * When a log is read again from its start (replaced, rewritten with a wider header, a later checkpoint of the same
 * document), what it repeats is recognised and only what is new is added: nothing counts twice, nothing is lost.
 */
export class MetricSeries {
  /** NaN where the log has no step. */
  readonly step = new Column();
  readonly value = new Column();
  /** Milliseconds since 1970 UTC; NaN where the log has none. */
  readonly time = new Column();
  /** Line or byte offset in the log. */
  readonly place = new Column();
  /** When the monitor saw the value, milliseconds since 1970 UTC; NaN for what stood there at the first look. */
  readonly arrival = new Column();
  nonFinite = 0;

  /** Next value that a repeated reading should bring; -1 while nothing is being repeated. */
  private repeating = -1;

  constructor(readonly name: string) {}

  get length(): number {
    return this.value.length;
  }

  /** The log is read from its start again. */
  restartReading(): void {
    this.repeating = this.length > 0 ? 0 : -1;
  }

  /** @returns whether the value is new */
  add(step: number, value: number, time: number, place: number, arrival: number): boolean {
    if (this.repeating >= 0 && this.repeats(step, value)) return false;
    this.step.push(step);
    this.value.push(value);
    this.time.push(time);
    this.place.push(place);
    this.arrival.push(arrival);
    if (!Number.isFinite(value)) this.nonFinite++;
    return true;
  }

  private repeats(step: number, value: number): boolean {
    const i = this.repeating;
    if (Object.is(this.value.at(i), value) && Object.is(this.step.at(i), step)) {
      this.repeating = i + 1 < this.length ? i + 1 : -1;
      return true;
    }
    this.repeating = -1;
    return false;
  }

  /** Stretches in which the step does not go back: a resumed or restarted run has more than one; 0 without values. */
  segments(): number {
    let count = this.length > 0 ? 1 : 0;
    for (let i = 1; i < this.length; i++) if (this.step.at(i) < this.step.at(i - 1)) count++;
    return count;
  }
}

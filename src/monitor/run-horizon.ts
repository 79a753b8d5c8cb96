import type { RemainingEvent, ScalarEvent } from '../readers/reader.js';
import type { Column } from './columns.js';
import { pace } from './pace.js';
import { TimeLeft } from './time-left.js';

/** Metrics that tell how many seconds a run will still take. */
const REMAINING_SECONDS =
  /(?:^|\/)(?:eta|remaining|remaining_time|time_remaining|time_left)_(?:s|secs?|seconds)$/i;

/** Where a run will end. */
export interface Horizon {
  readonly step: number;
  /** `log`: the log names the last step; `eta`: derived from the time that it says is left. */
  readonly origin: 'log' | 'eta';
}

/** Gathers what a run's log tells of its end. */
export class RunHorizon {
  private statedEnd: number | undefined;
  private readonly timeLeft = new TimeLeft();

  /** The log names the last step. */
  state(step: number): void {
    this.statedEnd = step;
  }

  /** The log tells how long the run will still take. */
  remaining({ step, seconds, clock, epochEnd }: RemainingEvent): void {
    this.timeLeft.add(step, seconds, clock ?? NaN, epochEnd ?? NaN);
  }

  /** A new value of a metric, which may tell the same. */
  scalar({ metric, step, value, wallTime }: ScalarEvent): void {
    if (REMAINING_SECONDS.test(metric)) this.timeLeft.add(step ?? NaN, value, wallTime ?? NaN, NaN);
  }

  /**
   * The end as the log says, else as its time to go tells; undefined where neither does.
   * @param curve the run's steps, and their times in milliseconds since 1970 UTC
   */
  of(curve: { readonly step: Column; readonly time: Column }): Horizon | undefined {
    if (this.statedEnd !== undefined) return { step: this.statedEnd, origin: 'log' };
    const step = this.timeLeft.lastStep(pace(curve.step, curve.time));
    return step === undefined ? undefined : { step, origin: 'eta' };
  }
}

import { median } from './median.js';

/** Latest times to go that are kept. */
const KEPT = 32;
/** Reports between two moments that the pace is measured from: clocks count whole seconds. */
const LAG = 8;
/** Times to go that an end is told from. */
const FEWEST = 4;
/** Newest of them whose middle is taken. */
const TAKEN = 8;
const DAY = 86_400;
/** What a log has left must exceed its epoch's rest by this factor before it is taken for the run's. */
const BEYOND_EPOCH = 1.5;

interface Moment {
  readonly step: number;
  readonly seconds: number;
  /** Seconds of a clock that may begin anew every day; NaN without one. */
  readonly clock: number;
  /** Step at which the epoch under way ends; NaN where unknown. */
  readonly epochEnd: number;
}

/**
 * Where a run will end, told from the time that its log says is still to go (`eta`) and the pace of its steps. Some
 * tools tell the time to the end of the epoch instead; that is not taken for the end of the run.
 */
export class TimeLeft {
  private readonly moments: Moment[] = [];
  /** Whether the times to go have been seen to reach beyond their epochs. */
  private isOfRun = false;

  add(step: number, seconds: number, clock: number, epochEnd: number): void {
    if (!(seconds >= 0) || !Number.isFinite(step + seconds)) return;
    const last = this.moments.at(-1)?.step ?? -Infinity;
    // Told twice: as a text and as a number, or beside the training's values and an evaluation's.
    if (step === last) return;
    // A resumed run has another pace, perhaps on another machine.
    if (step < last) this.moments.length = 0;
    this.moments.push({ step, seconds, clock, epochEnd });
    if (this.moments.length > KEPT) this.moments.shift();
  }

  /**
   * Last step of the run, as the middle of what the newest reports say; undefined where it cannot be told.
   * @param observed steps per second as observed, for logs without a clock; NaN where unknown
   */
  lastStep(observed: number): number | undefined {
    const { moments } = this;
    if (moments.length < FEWEST) return undefined;
    const clocked = this.clockedPace();
    const pace = Number.isNaN(clocked) ? observed : clocked;
    if (!(pace > 0) || !this.reachesBeyondEpoch(pace)) return undefined;
    const step = Math.round(
      median(moments.slice(-TAKEN).map((moment) => moment.step + moment.seconds * pace)),
    );
    return step > moments.at(-1)!.step ? step : undefined;
  }

  /** Steps per second by the log's own clock; NaN where it has none. */
  private clockedPace(): number {
    const { moments } = this;
    const lag = Math.min(LAG, moments.length >> 1);
    const paces: number[] = [];
    for (let i = lag; i < moments.length; i++) {
      const [from, to] = [moments[i - lag]!, moments[i]!];
      const elapsed = (to.clock - from.clock + DAY) % DAY;
      if (elapsed > 0) paces.push((to.step - from.step) / elapsed);
    }
    return median(paces);
  }

  private reachesBeyondEpoch(pace: number): boolean {
    if (this.isOfRun) return true;
    let left = 0;
    let rest = 0;
    for (const { step, seconds, epochEnd } of this.moments) {
      if (Number.isNaN(epochEnd)) continue;
      left += seconds * pace;
      rest += epochEnd - step;
    }
    this.isOfRun = left >= BEYOND_EPOCH * rest;
    return this.isOfRun;
  }
}

import type { Column } from './columns.js';

/** Jumps in a row at even intervals that make a sawtooth, and the least interval, in reports. */
const JUMPS = 4;
const LEAST_PERIOD = 8;
/** How much more a running mean moves early in its epoch than late: as 1/k, where noise alone moves evenly. */
const CALMING = 3;
/** How far from where it is expected an epoch's beginning is looked for, in reports. */
const SEARCH = 2;
/** A jump of this share of the largest one nearby is the beginning of it. */
const ONSET = 0.2;
/** How quickly the period follows the epochs seen. */
const FOLLOWING = 0.2;

/**
 * Many training loops log the mean loss since the beginning of the epoch: a sawtooth, which jumps at every epoch and
 * lags behind in between. Only its value at the end of an epoch is a mean over the whole of it.
 * @param jumps reports at which the loss jumped, in order; @param loss of each report
 * @returns the period in reports, where the latest jumps are those of a running mean; else undefined
 */
export function runningMeanPeriod(jumps: readonly number[], loss: Column): number | undefined {
  if (jumps.length < JUMPS) return undefined;
  const latest = jumps.slice(-JUMPS);
  const period = (latest.at(-1)! - latest[0]!) / (JUMPS - 1);
  const isEven = latest.every((jump, i) => i === 0 || Math.abs(jump - latest[i - 1]! - period) <= 1);
  if (period < LEAST_PERIOD || !isEven) return undefined;
  let early = 0;
  let late = 0;
  const quarter = Math.floor(period / 4);
  for (let tooth = 0; tooth + 1 < JUMPS; tooth++) {
    const begin = latest[tooth]!;
    const end = latest[tooth + 1]!;
    for (let k = 1; k <= quarter; k++) {
      early += movement(loss, begin + k);
      late += movement(loss, end - k);
    }
  }
  return early > CALMING * late ? period : undefined;
}

/** |change of ln(loss)| at a report; 0 where it is none. */
function movement(loss: Column, report: number): number {
  const change = Math.abs(Math.log(loss.at(report) / loss.at(report - 1)));
  return Number.isFinite(change) ? change : 0;
}

/** Finds the last report of every epoch of a running mean, a few reports after it. */
export class EpochEnds {
  /** Where the next epoch is expected to begin. */
  private expected: number;
  private begun = NaN;

  /**
   * @param period in reports; @param jump a report at which an epoch began
   * @param loss of each report, as far as they are known
   */
  constructor(
    private period: number,
    jump: number,
    private readonly loss: Column,
  ) {
    this.expected = jump - Math.floor((jump - SEARCH - 1) / period) * period;
  }

  /** @param report the next one, from 0 @returns the report that ended an epoch, if that is settled now; else -1 */
  endBefore(report: number): number {
    if (report < Math.round(this.expected) + SEARCH) return -1;
    const begin = this.beginNear(Math.round(this.expected));
    if (!Number.isNaN(this.begun)) this.period += FOLLOWING * (begin - this.begun - this.period);
    this.begun = begin;
    this.expected = begin + this.period;
    return begin - 1;
  }

  /** The first report of the jump. */
  private beginNear(middle: number): number {
    let largest = 0;
    for (let i = middle - SEARCH; i <= middle + SEARCH; i++) {
      largest = Math.max(largest, movement(this.loss, i));
    }
    if (largest === 0) return middle;
    let begin = middle - SEARCH;
    while (movement(this.loss, begin) < ONSET * largest) begin++;
    return begin;
  }
}

import { emptyForecast, type Estimator } from '../estimators/estimator.js';
import { probabilityAtMost } from '../evaluation/predictive.js';

/** Points of machine time at which the chance of success is tabulated: up to the deadline, and doublings beyond. */
const WITHIN = 16;
const POINTS = WITHIN + 4;
/**
 * Forecasts say too often that a target is about to be reached, and too seldom that it will be in a long time. So the
 * odds of success are those of the forecast times the square root of the reports to come over this number. It was
 * measured up to MOST_REPORTS.
 */
const USUAL_REPORTS = 20;
const MOST_REPORTS = 1000;
/** And times (20 / reports so far) to this power: what has been going on for long is given up sooner. */
const NOVELTY = 0.15;

/** A stretch of work on one task: expected machine time, and chance of success per unit of it. */
export interface Stretch {
  readonly time: number;
  readonly chanceRate: number;
}

/**
 * What work on a task is worth, in chance of success per unit of machine time: that of all work worth doing; 0 without
 * any. @param delay machine time that is lost before it
 */
export function chanceRate(stretches: readonly Stretch[], delay = 0): number {
  let time = delay;
  let chance = 0;
  for (const stretch of stretches) {
    time += stretch.time;
    chance += stretch.time * stretch.chanceRate;
  }
  return chance > 0 ? chance / time : 0;
}

/** What an outlook is made from. Data is counted in reports. */
export interface OutlookInput {
  /** It has to give intervals. */
  readonly estimator: Estimator;
  readonly logTarget: number;
  /** Cumulative data now. */
  readonly data: number;
  /** Data per unit time with the whole machine. */
  readonly rate: number;
  /** d - t, above 0. */
  readonly timeLeft: number;
}

/**
 * When a task may reach its target, were it given the whole machine: the distribution of that time by the forecasts,
 * tabulated when the task has new reports. Until the next one only its deadline comes nearer, so that a decision costs
 * a look into the table.
 */
export class Outlook {
  /** Machine time from the moment of the table, increasing. */
  private readonly times = new Float64Array(POINTS);
  /** P(target reached by then), increasing. */
  private readonly chances = new Float64Array(POINTS);
  /** Median of the time. */
  private median = Infinity;
  private readonly scratch = emptyForecast();

  /** Fills the table from the forecasts; what it held before is gone. The correction of the odds is ours, not the paper's. */
  tabulate({ estimator, logTarget, data, rate, timeLeft }: OutlookInput): void {
    const { times, chances, scratch } = this;
    // From a single report to the deadline.
    const first = Math.min(1 / rate, timeLeft / 2);
    const ratio = (timeLeft / first) ** (1 / (WITHIN - 1));
    let level = estimator.forecast(data, scratch).logLoss;
    let before = 0;
    let best = 0;
    this.median = level <= logTarget ? 0 : Infinity;
    for (let i = 0; i < POINTS; i++) {
      const time = i < WITHIN - 1 ? first * ratio ** i : timeLeft * 2 ** (i - WITHIN + 1);
      const forecast = estimator.forecast(data + rate * time, scratch);
      if (forecast.logLoss <= logTarget && this.median === Infinity) {
        this.median = before + ((time - before) * (level - logTarget)) / (level - forecast.logLoss);
      }
      best = Math.max(best, chanceToReach(probabilityAtMost(forecast, logTarget), data, rate * time));
      times[i] = time;
      chances[i] = best;
      level = forecast.logLoss;
      before = time;
    }
  }

  /** Median of the machine time to the target; Infinity where far beyond the deadline. */
  get medianTime(): number {
    return this.median;
  }

  /** P(target reached within `time` of the whole machine). */
  chance(time: number): number {
    const { times, chances } = this;
    let before = 0;
    let chanceBefore = 0;
    for (let i = 0; i < POINTS; i++) {
      if (time <= times[i]!) {
        return chanceBefore + ((chances[i]! - chanceBefore) * (time - before)) / (times[i]! - before);
      }
      before = times[i]!;
      chanceBefore = chances[i]!;
    }
    return chanceBefore;
  }

  /**
   * The work that is worth doing on the task before `timeLeft`, in stretches of falling return: the upper concave hull
   * of P(U <= x) over E min(U, x), with U the machine time to the target. The return of the first stretch is Gittins'
   * index of a job of unknown length that may be given up.
   */
  stretches(timeLeft: number): Stretch[] {
    const { times, chances } = this;
    const hull: HullPoint[] = [{ expected: 0, chance: 0 }];
    let before = 0;
    let chanceBefore = 0;
    let expected = 0;
    for (let i = 0; i < POINTS && before < timeLeft; i++) {
      const time = Math.min(times[i]!, timeLeft);
      const chance = time < times[i]! ? this.chance(time) : chances[i]!;
      expected += (time - before) * (1 - (chance + chanceBefore) / 2);
      addToHull(hull, { expected, chance });
      before = time;
      chanceBefore = chance;
    }
    const stretches: Stretch[] = [];
    for (let i = 1; i < hull.length; i++) {
      const time = hull[i]!.expected - hull[i - 1]!.expected;
      const gain = hull[i]!.chance - hull[i - 1]!.chance;
      if (time > 0 && gain > 0) stretches.push({ time, chanceRate: gain / time });
    }
    return stretches;
  }
}

interface HullPoint {
  readonly expected: number;
  readonly chance: number;
}

/**
 * P(target reached within so many reports).
 * @param probability P(loss <= target) after them by the forecast; @param data reports so far; @param toCome reports
 */
function chanceToReach(probability: number, data: number, toCome: number): number {
  const left = Math.min(toCome, MOST_REPORTS) / USUAL_REPORTS;
  const odds = Math.sqrt(left) * (USUAL_REPORTS / data) ** NOVELTY;
  const reached = odds * probability;
  return reached / (reached + 1 - probability);
}

/** Adds a point to the right of an upper concave hull. */
function addToHull(hull: HullPoint[], point: HullPoint): void {
  for (;;) {
    const last = hull.at(-1)!;
    const previous = hull.at(-2);
    if (previous === undefined) break;
    const rise = (last.chance - previous.chance) * (point.expected - previous.expected);
    if (rise > (point.chance - previous.chance) * (last.expected - previous.expected)) break;
    hull.pop();
  }
  hull.push(point);
}

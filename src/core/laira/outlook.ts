import { emptyForecast, type Estimator } from '../estimators/estimator.js';
import { probabilityAtMost } from '../evaluation/predictive.js';
import { medianOfGreatest } from '../normal.js';

/** Points of machine time at which the chance of success is tabulated: up to the deadline, and doublings beyond. */
const WITHIN = 16;
const POINTS = WITHIN + 4;
/**
 * Part of the scatter between reports that helps a task to its target: the first of many reports to dip under it is
 * earlier than the median of the curve. The forecasts' own intervals hold some of that scatter already.
 */
const DIP = 0.4;

/** A stretch of work on one task: expected machine time, and chance of success per unit of it. */
export interface Stretch {
  readonly time: number;
  readonly chanceRate: number;
}

/**
 * What work on a task is worth, in chance of success per unit of machine time; 0 without any. It is the geometric mean of
 * the return of the best stretch, Gittins' index, and that of all work worth doing. The first alone runs after mirages: a task that stays just above its target always seems about to
 * reach it.
 * @param stretches of falling return; @param delay machine time that is lost before any of them
 */
export function chanceRate(stretches: readonly Stretch[], delay = 0): number {
  const [first] = stretches;
  if (first === undefined) return 0;
  let time = delay;
  let chance = 0;
  for (const stretch of stretches) {
    time += stretch.time;
    chance += stretch.time * stretch.chanceRate;
  }
  const best = (first.time * first.chanceRate) / (first.time + delay);
  return Math.sqrt((best * chance) / time);
}

/** What an outlook is made from. Data is counted in reports. */
export interface OutlookInput {
  /** Forecasters whose probabilities are averaged; the first one is the one that people see. */
  readonly estimators: readonly Estimator[];
  readonly logTarget: number;
  /** Cumulative data now. */
  readonly data: number;
  /** Data per unit time with the whole machine. */
  readonly rate: number;
  /** d - t, above 0. */
  readonly timeLeft: number;
  /** Standard deviation of ln(loss) from report to report. */
  readonly noise: number;
}

/**
 * When a task may reach its target, were it given the whole machine: the distribution of that time by the forecasts,
 * tabulated when the task has new reports. Until the next one only its deadline comes nearer, so that a decision costs
 * a look into the table.
 */
export class Outlook {
  /** Machine time from the moment of the table, increasing. */
  private readonly times = new Float64Array(POINTS);
  /** P(target reached by then), increasing: averaged over the forecasters. */
  private readonly chances = new Float64Array(POINTS);
  /** Median of the time by the first forecaster. */
  private median = Infinity;
  private readonly scratch = emptyForecast();

  tabulate(input: OutlookInput): void {
    const { rate, timeLeft, estimators } = input;
    const { times, chances } = this;
    // From a single report to the deadline.
    const first = Math.min(1 / rate, timeLeft / 2);
    const ratio = (timeLeft / first) ** (1 / (WITHIN - 1));
    for (let i = 0; i < POINTS; i++) {
      times[i] = i < WITHIN - 1 ? first * ratio ** i : timeLeft * 2 ** (i - WITHIN + 1);
    }
    chances.fill(0);
    estimators.forEach((estimator, j) => {
      this.addForecasts(input, estimator, j === 0);
    });
  }

  /** Median of the machine time to the target by the first forecaster; Infinity where far beyond the deadline. */
  get medianTime(): number {
    return this.median;
  }

  /** P(target reached within `time` of the whole machine), averaged over the forecasters. */
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

  private addForecasts(input: OutlookInput, estimator: Estimator, shown: boolean): void {
    const { data, rate, logTarget, estimators } = input;
    const { times, chances, scratch } = this;
    const noise = DIP * input.noise;
    let level = estimator.forecast(data, scratch).logLoss;
    let before = 0;
    let best = 0;
    if (shown) this.median = level <= logTarget ? 0 : Infinity;
    for (let i = 0; i < POINTS; i++) {
      const time = times[i]!;
      const forecast = estimator.forecast(data + rate * time, scratch);
      if (shown && forecast.logLoss <= logTarget && this.median === Infinity) {
        this.median = before + ((time - before) * (level - logTarget)) / (level - forecast.logLoss);
      }
      // Reports that lie within the noise of the level at that time: the lowest of them counts.
      const fall = (level - forecast.logLoss) / (rate * (time - before));
      const near = Math.min(rate * time, fall > 0 ? 1 + noise / fall : Infinity);
      const chance = probabilityAtMost(forecast, logTarget + noise * medianOfGreatest(near));
      best = Math.max(best, chance);
      chances[i]! += best / estimators.length;
      level = forecast.logLoss;
      before = time;
    }
  }
}

interface HullPoint {
  readonly expected: number;
  readonly chance: number;
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

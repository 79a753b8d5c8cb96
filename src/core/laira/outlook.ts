import { emptyForecast, type Estimator } from '../estimators/estimator.js';
import { probabilityAtMost } from './feasibility.js';
import { medianOfGreatest } from './normal.js';

/** Points of machine time at which a task's chance of success is tabulated, up to its deadline and beyond. */
const WITHIN = 16;
const BEYOND = 4;

/**
 * When a task may reach its target, were it given the whole machine: the distribution of that time as its estimator's
 * forecasts tell it, tabulated whenever the task has new reports. Between reports a task's forecast does not change,
 * only its deadline comes nearer, so a decision costs one look-up per task.
 */
export class Outlook {
  /** Machine time from the data at which the table was made. */
  private readonly times = new Float64Array(WITHIN + BEYOND);
  /** P(target reached by then), increasing. */
  private readonly chances = new Float64Array(WITHIN + BEYOND);
  private readonly scratch = emptyForecast();

  /**
   * @param data cumulative data now, and @param rate data per unit time, both in reports
   * @param timeLeft d - t, above 0
   */
  tabulate(
    estimator: Estimator,
    logTarget: number,
    data: number,
    rate: number,
    timeLeft: number,
    noise = 0,
  ): void {
    const { times, chances } = this;
    // From a single report to the deadline, and then by doubling.
    const first = Math.min(1 / rate, timeLeft / 2);
    const ratio = (timeLeft / first) ** (1 / (WITHIN - 1));
    let time = first;
    let best = 0;
    let before = 0;
    let levelBefore = estimator.forecast(data, this.scratch).logLoss;
    for (let i = 0; i < times.length; i++) {
      if (i === WITHIN - 1) time = timeLeft;
      times[i] = time;
      const forecast = estimator.forecast(data + rate * time, this.scratch);
      const fall = (levelBefore - forecast.logLoss) / (rate * (time - before));
      const near = Math.min(rate * time, fall > 0 ? 1 + noise / fall : Infinity);
      const chance = probabilityAtMost(forecast, logTarget + noise * medianOfGreatest(near));
      best = Math.max(best, chance);
      before = time;
      levelBefore = forecast.logLoss;
      chances[i] = best;
      time *= i < WITHIN - 1 ? ratio : 2;
    }
  }

  /** P(target reached within `time` units of the whole machine). NaN where the estimator has no intervals. */
  probability(time: number): number {
    return interpolate(this.times, this.chances, time);
  }

  /** Median of the machine time to the target; Infinity where it lies far behind the deadline. */
  get medianTime(): number {
    const { times, chances } = this;
    const after = chances.findIndex((chance) => chance >= 0.5);
    if (after < 0) return Infinity;
    const low = after === 0 ? 0 : times[after - 1]!;
    const lowChance = after === 0 ? 0 : chances[after - 1]!;
    return low + ((times[after]! - low) * (0.5 - lowChance)) / (chances[after]! - lowChance);
  }

  /**
   * The greatest chance of success per unit of machine time that a stretch of work can have: the supremum over x up
   * to `timeLeft` of P(U <= x) / E min(U, x), with U the time to the target. It is Gittins' index of a job of unknown
   * length whose work can be given up.
   */
  index(timeLeft: number): number {
    const { times, chances } = this;
    let best = 0;
    let expected = 0;
    let before = 0;
    let chanceBefore = 0;
    for (let i = 0; i < times.length; i++) {
      const time = Math.min(times[i]!, timeLeft);
      const chance = time < times[i]! ? this.probability(time) : chances[i]!;
      expected += (time - before) * (1 - (chance + chanceBefore) / 2);
      best = Math.max(best, chance / expected);
      if (time < times[i]!) break;
      before = time;
      chanceBefore = chance;
    }
    return best;
  }
}

function interpolate(times: Float64Array, chances: Float64Array, time: number): number {
  if (!(time > 0)) return 0;
  let before = 0;
  let chanceBefore = 0;
  for (let i = 0; i < times.length; i++) {
    const at = times[i]!;
    const chance = chances[i]!;
    if (time <= at) return chanceBefore + ((chance - chanceBefore) * (time - before)) / (at - before);
    before = at;
    chanceBefore = chance;
  }
  return chanceBefore;
}

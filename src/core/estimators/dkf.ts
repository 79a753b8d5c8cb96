import { DampedStep } from './damped-trend.js';
import { fillBounds, type BoundCause } from './dkf-bounds.js';
import type { Estimator, EstimatorDefinition, Forecast, Reopening, SideInformation } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast } from './interval.js';
import { LearningRateClock } from './learning-rate-clock.js';
import { logAdd } from './log-add.js';
import { fadedEvidence, normaliseWeights } from './mixture-weights.js';
import { PastErrors, type LevelAhead } from './past-errors.js';

/** Hypotheses about the floor of the loss, as shares of the first report. */
const FLOOR_SHARES = [0, 0.2, 0.5] as const;
const FLOORS = FLOOR_SHARES.length;
/** Prior weight of a floor: exp(-FLOOR_PRIOR share). */
const FLOOR_PRIOR = 5;
/** A member whose floor the loss has (nearly) reached is dead. */
const FLOOR_MARGIN = 1.002;

/** How the slope of ln(l - c) over ln(data) moves; all rates and densities are per unit of ln(data). */
interface Regime {
  /** Prior weight, relative to the other regimes. */
  readonly weight: number;
  /** Rate at which the slope returns to MEAN_SLOPE. */
  readonly damping: number;
  readonly slopeNoise: number;
  readonly levelNoise: number;
  readonly priorSlopeVariance: number;
}

/** The slope wanders and soon forgets: what most recorded curves do. */
const WANDERING: Regime = {
  weight: 1,
  damping: 0.9,
  slopeNoise: 0.4,
  levelNoise: 0.025,
  priorSlopeVariance: 0.05,
};
/** The slope hardly moves: a power law down to its floor, or a plateau. */
const STEADY: Regime = {
  weight: 0.25,
  damping: 0.1,
  slopeNoise: 0.03,
  levelNoise: 1e-4,
  priorSlopeVariance: 0.1,
};
const REGIMES = [WANDERING, STEADY] as const;
/** Members: regime by regime, floor by floor. */
const MEMBERS = REGIMES.length * FLOORS;

/** The slope to which every slope returns. */
const MEAN_SLOPE = -0.2;
/** Extrapolation exponents are kept in [0, MAX_EXPONENT]: no forecast rises. */
const MAX_EXPONENT = 3;
/** What is kept of the log-evidence at each report: undiminished evidence concentrates on one member too soon. */
const EVIDENCE_FORGETTING = 0.8;

/** Report noise, a variance of ln(loss): its prior, what the prior counts in reports, and its forgetting. */
const PRIOR_NOISE = 0.001;
const PRIOR_NOISE_REPORTS = 6;
const NOISE_FORGETTING = 0.98;

/** An innovation beyond this many of its deviations is an outlier, two in a row to one side a jump of the level. */
const OUTLIER = 4;
/** Variance of the level, in ln(loss - c), that a step of the learning rate adds. */
const STEP_VARIANCE = 0.05;
/** Reports before outliers are looked for: the noise has to be known. */
const REPORTS_FOR_OUTLIERS = 4;

/**
 * A loss that has not begun to fall yet will: its forecast falls by this much more per unit of ln(data) than its slopes
 * say, and the less so the more it has fallen from its highest level, by exp(-fall / BEGUN).
 */
const START_SLOPE = 0.15;
const BEGUN = 0.1;

/** What the mixture says of one distance ahead: ln(loss), the fall of it that has yet to begin, the variance of a report. */
interface Outlook {
  logLoss: number;
  start: number;
  noise: number;
}

/**
 * The product's default: dynamic Kalman filtering with the dynamics taken in u = ln(data).
 *
 * As in equations (2) and (3) of the paper the power law drifts, and the filter follows its level and its slope. Three
 * things differ. The interval between reports is the growth of ln(data), so that a forecast from n to N reports is
 * ln(N/n) ahead, a few units, instead of N - n steps, and gaps are exact. The slope returns to a mean instead of
 * keeping its velocity for ever, so that a long forecast does not multiply what a few reports suggested. And several
 * such filters run side by side on ln(l - c), one per hypothesis c about the floor of the loss and per regime of the
 * slope, mixed by their evidence. Where a log tells the learning rate, the clock that follows it takes the place of
 * ln(data). How wide the intervals are follows how far the filter has been off on the same run.
 */
export class LogTimeFilter implements Estimator {
  reports = 0;
  reopening: Reopening | undefined;
  private readonly clock = new LearningRateClock();
  /** The floor c of each member. */
  private readonly floors = new Float64Array(MEMBERS);
  /** ln(l - c) now, and the deviation of its slope from the mean; with their covariance. */
  private readonly levels = new Float64Array(MEMBERS);
  private readonly slopes = new Float64Array(MEMBERS);
  private readonly levelVariances = new Float64Array(MEMBERS);
  private readonly covariances = new Float64Array(MEMBERS);
  private readonly slopeVariances = new Float64Array(MEMBERS);
  private readonly noiseSums = new Float64Array(MEMBERS);
  private readonly noiseCounts = new Float64Array(MEMBERS);
  private readonly logWeights = new Float64Array(MEMBERS);
  private readonly priorLogWeights = new Float64Array(MEMBERS);
  private readonly weights = new Float64Array(MEMBERS);
  private readonly alive = new Uint8Array(MEMBERS);
  /** The side of the latest innovation if it was an outlier, else 0. */
  private readonly outlierSides = new Int8Array(MEMBERS);
  /** The step at hand, per regime. */
  private readonly steps = REGIMES.map(() => new DampedStep());
  private lastX = 0;
  /** Weight of the members that the report at hand re-opened, those above their forecast less those below. */
  private openedWeight = 0;
  /** Added to the variance of the level at the report at hand. */
  private stepVariance = 0;
  /** The highest level of the loss so far, in ln(loss). */
  private highest = -Infinity;
  /** The lowest one, and the largest rise from the lowest before it. */
  private lowest = Infinity;
  private risen = -Infinity;
  private readonly pastErrors = new PastErrors();
  private readonly levelAhead: LevelAhead = (horizon) => this.look(horizon).logLoss;
  private readonly outlook: Outlook = { logLoss: NaN, start: NaN, noise: NaN };
  private readonly cause: BoundCause;

  /** @param totalReports of the whole run, as far as is known: the width of the intervals depends on it */
  constructor(totalReports?: number) {
    this.cause = {
      horizon: 0,
      fall: 0,
      start: 0,
      noise: 0,
      pastError: 0,
      reports: 0,
      totalReports,
      risen: 0,
    };
  }

  get usesLearningRate(): boolean {
    return this.clock.inUse;
  }

  observe(data: number, loss: number, side?: SideInformation): void {
    this.reopening = undefined;
    if (!isFittable(data, loss)) return;
    const x = this.clock.observe(data, side === undefined ? NaN : side.learningRate);
    const { fellByStep } = this.clock;
    if (this.reports === 0) this.start(loss);
    else {
      this.openedWeight = 0;
      this.stepVariance = fellByStep ? STEP_VARIANCE : 0;
      const interval = Math.max(x - this.lastX, 0);
      for (let k = 0; k < REGIMES.length; k++) {
        this.steps[k]!.set(REGIMES[k]!.damping, interval);
        for (let j = k * FLOORS; j < (k + 1) * FLOORS; j++) {
          if (this.alive[j] === 0) continue;
          if (loss <= FLOOR_MARGIN * this.floors[j]!) this.alive[j] = 0;
          else this.update(j, loss, REGIMES[k]!, this.steps[k]!);
        }
      }
    }
    if (fellByStep) this.reopening = 'learning-rate';
    else if (Math.abs(this.openedWeight) > 0.5) this.reopening = this.openedWeight > 0 ? 'rise' : 'fall';
    normaliseWeights(this.logWeights, this.alive, this.weights);
    this.reports += 1;
    this.lastX = x;
    const { level } = this;
    this.highest = Math.max(this.highest, level);
    this.lowest = Math.min(this.lowest, level);
    this.risen = Math.max(this.risen, level - this.lowest);
    if (x >= this.pastErrors.due) this.pastErrors.observe(x, level, this.levelAhead);
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.reports === 0) return clearForecast(out);
    const { cause } = this;
    cause.horizon = Math.max(this.clock.at(data) - this.lastX, 0);
    const { logLoss, start, noise } = this.look(cause.horizon);
    cause.fall = Math.max(this.level - start - logLoss, 0);
    cause.start = start;
    cause.noise = noise;
    cause.pastError = this.pastErrors.error;
    cause.reports = this.reports;
    cause.risen = this.risen;
    return fillBounds(out, logLoss, cause);
  }

  state(): Record<string, number | readonly number[]> {
    return {
      reports: this.reports,
      floor: Array.from(this.floors),
      weight: Array.from(this.weights),
      level: Array.from(this.levels),
      slope: Array.from(this.slopes, (slope) => MEAN_SLOPE + slope),
      levelVariance: Array.from(this.levelVariances),
      levelSlopeCovariance: Array.from(this.covariances),
      slopeVariance: Array.from(this.slopeVariances),
      noise: Array.from(this.noiseSums, (sum, j) => (this.reports === 0 ? 0 : sum / this.noiseCounts[j]!)),
      pastError: this.pastErrors.error,
      risen: Math.max(this.risen, 0),
    };
  }

  /** ln(loss) now, as the first member follows it: its floor is 0, so that it never dies. */
  private get level(): number {
    return this.levels[0]!;
  }

  /** What the mixture says at a distance in ln(data). @returns an object that the next call writes anew */
  private look(horizon: number): Outlook {
    let mean = 0;
    let noise = 0;
    for (let k = 0; k < REGIMES.length; k++) {
      const step = this.steps[k]!;
      step.set(REGIMES[k]!.damping, horizon);
      for (let j = k * FLOORS; j < (k + 1) * FLOORS; j++) {
        const weight = this.weights[j]!;
        if (weight === 0) continue;
        const change = MEAN_SLOPE * horizon + step.reach * this.slopes[j]!;
        const level = this.levels[j]! + Math.min(Math.max(change, -MAX_EXPONENT * horizon), 0);
        mean += weight * logAdd(this.floors[j]!, level);
        noise += (weight * this.noiseSums[j]!) / this.noiseCounts[j]!;
      }
    }
    const { outlook } = this;
    outlook.start = START_SLOPE * horizon * Math.exp((this.level - this.highest) / BEGUN);
    outlook.logLoss = mean - outlook.start;
    outlook.noise = noise;
    return outlook;
  }

  private start(loss: number): void {
    REGIMES.forEach(({ weight, priorSlopeVariance }, k) => {
      FLOOR_SHARES.forEach((share, i) => {
        const j = k * FLOORS + i;
        this.floors[j] = share * loss;
        this.alive[j] = 1;
        this.levels[j] = Math.log(loss) + Math.log1p(-share);
        // The noise of the first report, in ln(l - c).
        this.levelVariances[j] = PRIOR_NOISE / ((1 - share) * (1 - share));
        this.slopeVariances[j] = priorSlopeVariance;
        this.noiseSums[j] = PRIOR_NOISE * PRIOR_NOISE_REPORTS;
        this.noiseCounts[j] = PRIOR_NOISE_REPORTS;
        // Up to a constant, which the weights do not need.
        this.priorLogWeights[j] = Math.log(weight) - FLOOR_PRIOR * share;
        this.logWeights[j] = this.priorLogWeights[j]!;
      });
    });
  }

  /** Predicts over the interval of a step, then updates by a report, as equations (5) to (7) do. */
  private update(j: number, loss: number, regime: Regime, step: DampedStep): void {
    const y = Math.log(loss - this.floors[j]!);
    // ln |dy / d ln l|, negated: the change of variable from ln(l - c) to ln l.
    const jacobian = y - Math.log(loss);
    const stretch = Math.exp(-2 * jacobian);

    const level = this.levels[j]! + MEAN_SLOPE * step.interval + step.reach * this.slopes[j]!;
    const slope = step.decay * this.slopes[j]!;
    let p11 = this.levelVarianceAhead(j, regime, step) + this.stepVariance;
    const slopeVariance = this.slopeVariances[j]!;
    const p12 =
      step.decay * (this.covariances[j]! + step.reach * slopeVariance) + regime.slopeNoise * step.crossNoise;
    const p22 = step.decay * step.decay * slopeVariance + regime.slopeNoise * step.slopeNoise;

    const innovation = y - level;
    const squared = innovation * innovation;
    const usualNoise = (this.noiseSums[j]! / this.noiseCounts[j]!) * stretch;
    let noise = usualNoise;
    const limit = squared / (OUTLIER * OUTLIER);
    let side = 0;
    if (this.reports >= REPORTS_FOR_OUTLIERS && limit > noise + p11) {
      side = Math.sign(innovation);
      // A lone outlier counts as noise; the second to one side re-opens the level: a restart or a learning-rate drop.
      if (side === this.outlierSides[j]) {
        p11 += squared;
        this.openedWeight += side * this.weights[j]!;
      } else noise = limit - p11;
    }
    this.outlierSides[j] = side;
    const variance = noise + p11;

    this.logWeights[j] = fadedEvidence(
      this.logWeights[j]!,
      this.priorLogWeights[j]!,
      EVIDENCE_FORGETTING,
      variance,
      squared,
      jacobian,
    );
    this.noiseSums[j] =
      NOISE_FORGETTING * this.noiseSums[j]! + (Math.min(squared / variance, 9) * usualNoise) / stretch;
    this.noiseCounts[j] = NOISE_FORGETTING * this.noiseCounts[j]! + 1;

    this.levels[j] = level + (p11 / variance) * innovation;
    this.slopes[j] = slope + (p12 / variance) * innovation;
    // P - L H'P for H = [1, 0], written so that no variance can turn negative.
    this.levelVariances[j] = (p11 * noise) / variance;
    this.covariances[j] = (p12 * noise) / variance;
    this.slopeVariances[j] = p22 - (p12 * p12) / variance;
  }

  /** Variance of a member's level at the end of a step. */
  private levelVarianceAhead(j: number, regime: Regime, step: DampedStep): number {
    return (
      this.levelVariances[j]! +
      2 * step.reach * this.covariances[j]! +
      step.reach * step.reach * this.slopeVariances[j]! +
      regime.slopeNoise * step.levelNoise +
      regime.levelNoise * step.interval
    );
  }
}

export const dkf: EstimatorDefinition = {
  name: 'dkf',
  title: 'DKF',
  description:
    'The default: dynamic Kalman filtering in ln(data), whose slope returns to a mean, over hypotheses about the floor of the loss and how steady it falls; its intervals follow how far it was off on the same run.',
  create: ({ totalReports }) => new LogTimeFilter(totalReports),
};

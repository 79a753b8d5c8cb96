import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast, type IntervalRule } from './interval.js';
import { logAdd } from './log-add.js';
import { fadedEvidence, normaliseWeights } from './mixture-weights.js';

/** Floors of the loss, as shares of the first report: the hypotheses of the bank. */
const FLOOR_SHARES = [0, 0.03, 0.07, 0.12, 0.18, 0.25, 0.33, 0.42, 0.52, 0.63, 0.75, 0.86, 0.94] as const;
const MEMBERS = FLOOR_SHARES.length;
/** Prior weight of a floor: exp(-FLOOR_PRIOR share). */
const FLOOR_PRIOR = 2.5;
const PRIOR_EXPONENT = 0.6;
const PRIOR_EXPONENT_VARIANCE = 0.006;
const PRIOR_LEVEL_VARIANCE = 0.3;
/** Random walk of slope and level per report. */
const SLOPE_NOISE = 1e-6;
const LEVEL_NOISE = 1e-5;
/** Noise of ln(loss): its prior, what the prior counts in reports, and how fast older reports are forgotten. */
const PRIOR_NOISE = 0.02;
const PRIOR_NOISE_REPORTS = 3;
const NOISE_FORGETTING = 0.97;
/** What is kept of the log-evidence at each report: undiminished evidence concentrates on one floor too soon. */
const EVIDENCE_FORGETTING = 0.5;
/** A member whose floor the loss has (nearly) reached is dead. */
const FLOOR_MARGIN = 1.002;
const INTERVAL: IntervalRule = { scale80: 0.9, scale95: 1.7 };
/** Extrapolation slopes are kept in [0, MAX_EXPONENT]. */
const MAX_EXPONENT = 3;

/**
 * A bank of hypotheses about the floor c of the loss. Each is a two-state Kalman filter on ln(l - c) over ln(data),
 * a locally varying power law down to its floor; the forecast mixes them by how well each has predicted of late.
 * It is the paper's drifting power law (equations 2 and 3) with the drift taken in ln(data) and the floor made explicit.
 */
export class OffsetBank implements Estimator {
  reports = 0;
  /** Per member: floor, slope (-b), level (ln a). */
  readonly floors = new Float64Array(MEMBERS);
  readonly slopes = new Float64Array(MEMBERS);
  readonly levels = new Float64Array(MEMBERS);
  /** Mixing weights; 0 for a dead member. */
  readonly weights = new Float64Array(MEMBERS);
  readonly alive = new Uint8Array(MEMBERS);
  private readonly p11 = new Float64Array(MEMBERS);
  private readonly p12 = new Float64Array(MEMBERS);
  private readonly p22 = new Float64Array(MEMBERS);
  private readonly noiseSums = new Float64Array(MEMBERS);
  private readonly noiseCounts = new Float64Array(MEMBERS);
  private readonly logWeights = new Float64Array(MEMBERS);
  private readonly priorLogWeights = new Float64Array(MEMBERS);
  private lastX = 0;

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    const x = Math.log(data);
    const first = this.reports === 0;
    if (first) this.start(x, loss);
    for (let j = 0; j < MEMBERS; j++) {
      if (this.alive[j] === 0) continue;
      if (loss <= FLOOR_MARGIN * this.floors[j]!) this.alive[j] = 0;
      else this.update(j, x, loss, first);
    }
    normaliseWeights(this.logWeights, this.alive, this.weights);
    this.reports += 1;
    this.lastX = x;
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.reports === 0) return clearForecast(out);
    const x = Math.log(data);
    let mean = 0;
    let square = 0;
    for (let j = 0; j < MEMBERS; j++) {
      const weight = this.weights[j]!;
      if (weight === 0) continue;
      const value = this.predictMember(j, x);
      mean += weight * value;
      square += weight * value * value;
    }
    return fillForecast(out, mean, Math.max(square - mean * mean, 0), x - this.lastX, INTERVAL);
  }

  state(): Record<string, number | readonly number[]> {
    return {
      reports: this.reports,
      floor: Array.from(this.floors),
      slope: Array.from(this.slopes),
      level: Array.from(this.levels),
      weight: Array.from(this.weights),
    };
  }

  private start(x: number, loss: number): void {
    let total = 0;
    for (const share of FLOOR_SHARES) total += Math.exp(-FLOOR_PRIOR * share);
    for (let j = 0; j < MEMBERS; j++) {
      const share = FLOOR_SHARES[j]!;
      this.floors[j] = share * loss;
      this.alive[j] = 1;
      this.slopes[j] = -PRIOR_EXPONENT;
      this.levels[j] = Math.log(loss * (1 - share)) + PRIOR_EXPONENT * x;
      this.p11[j] = PRIOR_EXPONENT_VARIANCE;
      this.p12[j] = -PRIOR_EXPONENT_VARIANCE * x;
      this.p22[j] = PRIOR_LEVEL_VARIANCE + PRIOR_EXPONENT_VARIANCE * x * x;
      this.noiseSums[j] = PRIOR_NOISE * PRIOR_NOISE_REPORTS;
      this.noiseCounts[j] = PRIOR_NOISE_REPORTS;
      this.priorLogWeights[j] = -FLOOR_PRIOR * share - Math.log(total);
      this.logWeights[j] = this.priorLogWeights[j]!;
    }
  }

  private update(j: number, x: number, loss: number, first: boolean): void {
    const y = Math.log(loss - this.floors[j]!);
    // ln |dy / d ln l|, negated: the change of variable from ln(l - c) to ln l.
    const jacobian = y - Math.log(loss);
    const p11 = this.p11[j]! + SLOPE_NOISE;
    const p12 = this.p12[j]!;
    const p22 = this.p22[j]! + LEVEL_NOISE;
    const innovation = y - this.slopes[j]! * x - this.levels[j]!;
    const stretch = Math.exp(-2 * jacobian);
    const noise = (this.noiseSums[j]! / this.noiseCounts[j]!) * stretch;
    const h1 = p11 * x + p12;
    const h2 = p12 * x + p22;
    const variance = noise + h1 * x + h2;
    const squared = innovation * innovation;
    if (!first) {
      this.logWeights[j] = fadedEvidence(
        this.logWeights[j]!,
        this.priorLogWeights[j]!,
        EVIDENCE_FORGETTING,
        variance,
        squared,
        jacobian,
      );
      this.noiseSums[j] =
        NOISE_FORGETTING * this.noiseSums[j]! + Math.min((squared * noise) / variance, 9 * noise) / stretch;
      this.noiseCounts[j] = NOISE_FORGETTING * this.noiseCounts[j]! + 1;
    }
    const gain1 = h1 / variance;
    const gain2 = h2 / variance;
    this.slopes[j] = this.slopes[j]! + gain1 * innovation;
    this.levels[j] = this.levels[j]! + gain2 * innovation;
    this.p11[j] = p11 - gain1 * h1;
    this.p12[j] = p12 - gain1 * h2;
    this.p22[j] = p22 - gain2 * h2;
  }

  private predictMember(j: number, x: number): number {
    const slope = this.slopes[j]!;
    const exponent = Math.min(Math.max(-slope, 0), MAX_EXPONENT);
    const r = this.levels[j]! + slope * this.lastX - exponent * (x - this.lastX);
    return logAdd(this.floors[j]!, r);
  }
}

export const offsetBank: EstimatorDefinition = {
  name: 'bank',
  title: 'Offset bank',
  description:
    'Thirteen hypotheses about the floor of the loss, each a filter of a drifting power law in ln(data), mixed by how well each predicts.',
  create: () => new OffsetBank(),
};

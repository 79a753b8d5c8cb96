import { LearningRateSteps } from './learning-rate-steps.js';

/** A fall of the learning rate from its peak to nothing lowers the loss as much as this growth of ln(data) does. */
const ANNEALING = 0.4;
/** Least share of the peak that is told from none. */
const LEAST_SHARE = 1e-3;
/** A decay is recognised once this share of its top is gone: logs print few digits. */
const LEAST_FALL = 0.004;
/** How far the shape of a decay may be from that of a line or a cosine. */
const SHAPE_TOLERANCE = 0.04;
const LINE_SHAPE = 0.5;
/** Turns upward soon after a fall, after which a rate is no schedule but drawn anew, and is no longer followed. */
const ERRATIC_TURNS = 4;
const SOON = 3;
/** Gauss and Legendre's rule of five points. */
const NODES = [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664] as const;
const NODE_WEIGHTS = [
  0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189,
] as const;

/**
 * The clock by which a loss falls when the learning rate changes: a growing function of data, ln(data) itself while
 * the learning rate is constant, or unknown. It goes more slowly where the rate is lower, for less is learned of the
 * same data, and jumps ahead where the rate falls, for the noise of training falls with it. A decay along a line or a
 * cosine is recognised and continued to its end; any other learning rate is taken to stay.
 */
export class LearningRateClock {
  private readonly steps = new LearningRateSteps();
  /** Whether the latest report had a rate that fell by a step. */
  fellByStep = false;
  private data = 0;
  private rate = NaN;
  private peak = NaN;
  /** Data that counted for nothing because the rate was below its peak. */
  private lost = 0;
  /** Where the present decay began, its rate there, and the integral over data of the deficit since. */
  private topData = 0;
  private top = NaN;
  private deficit = 0;
  /** Reports since the rate last fell, and its turns upward soon after. */
  private sinceFall = Infinity;
  private turns = 0;

  /** Whether a learning rate below its peak makes the clock differ from ln(data). */
  get inUse(): boolean {
    return this.lost > 0 || this.rate < this.peak;
  }

  /** The next report. @param rate its learning rate; NaN where it is not told @returns the clock at it */
  observe(data: number, rate: number): number {
    this.fellByStep = this.steps.observe(rate);
    const interval = Math.max(data - this.data, 0);
    if (rate >= 0 && rate < Infinity && this.turns < ERRATIC_TURNS) this.follow(data, interval, rate);
    this.data = data;
    if (this.peak > 0) this.lost += (1 - weightOf(this.share(this.rate))) * interval;
    return this.now();
  }

  /** The clock at a later cumulative data, along the decay recognised. */
  at(data: number): number {
    if (!(this.peak > 0)) return Math.log(data);
    const ahead = Math.max(data - this.data, 0);
    const counted = this.data - this.lost;
    const fallen = this.top - this.rate;
    const since = this.data - this.topData;
    if (fallen >= LEAST_FALL * this.top && since > 0) {
      // The mean deficit since the top as a share of the latest: 1/2 along a line, more where a decay slows down.
      const shape = this.deficit / (fallen * since);
      const phase = Math.acos((2 * this.rate) / this.top - 1);
      const fromCosine = Math.abs(shape - cosineShape(phase));
      const fromLine = Math.abs(shape - LINE_SHAPE);
      if (Math.min(fromCosine, fromLine) < SHAPE_TOLERANCE) {
        return fromCosine < fromLine
          ? this.alongCosine(counted, ahead, phase, (since * Math.PI) / phase)
          : this.alongLine(counted, ahead, (since * this.rate) / fallen);
      }
    }
    return Math.log(counted + weightOf(this.share(this.rate)) * ahead) + this.annealed(this.rate);
  }

  /** @param left data until the rate is 0 */
  private alongLine(counted: number, ahead: number, left: number): number {
    const rest = left > 0 ? Math.max(1 - ahead / left, 0) : 0;
    const within = weightOf(this.share(this.rate)) * left * (3 / 4) * (1 - rest * Math.cbrt(rest));
    const beyond = weightOf(LEAST_SHARE) * Math.max(ahead - left, 0);
    return Math.log(counted + within + beyond) + this.annealed(this.rate * rest);
  }

  /** @param phase from 0 at the top to pi at the end; @param whole data from the top to the end */
  private alongCosine(counted: number, ahead: number, phase: number, whole: number): number {
    const phaseAhead = Math.min(phase + (ahead / whole) * Math.PI, Math.PI);
    const middle = (phase + phaseAhead) / 2;
    const half = (phaseAhead - phase) / 2;
    let within = 0;
    for (let i = 0; i < NODES.length; i++) {
      within += NODE_WEIGHTS[i]! * weightOf((1 + Math.cos(middle + half * NODES[i]!)) / 2);
    }
    within *= weightOf(this.share(this.top)) * whole * (half / Math.PI);
    const left = whole * (1 - phase / Math.PI);
    const beyond = weightOf(LEAST_SHARE) * Math.max(ahead - left, 0);
    const rateAhead = (this.top * (1 + Math.cos(phaseAhead))) / 2;
    return Math.log(counted + within + beyond) + this.annealed(rateAhead);
  }

  private now(): number {
    return Math.log(this.data - this.lost) + (this.peak > 0 ? this.annealed(this.rate) : 0);
  }

  private follow(data: number, interval: number, rate: number): void {
    if (rate > this.rate && this.sinceFall < SOON) this.turns += 1;
    this.sinceFall = rate < this.rate ? 0 : this.sinceFall + 1;
    if (this.turns === ERRATIC_TURNS) {
      this.peak = NaN;
      this.lost = 0;
      return;
    }
    if (!(rate <= this.peak)) this.peak = rate;
    if (this.fellByStep || !(rate <= this.rate) || rate === this.top) {
      this.top = rate;
      this.topData = data;
      this.deficit = 0;
    } else this.deficit += interval * (this.top - (rate + this.rate) / 2);
    this.rate = rate;
  }

  private share(rate: number): number {
    return Math.max(rate / this.peak, LEAST_SHARE);
  }

  private annealed(rate: number): number {
    return ANNEALING * (1 - rate / this.peak);
  }
}

/** What data counts for that is processed at a share of the peak learning rate. */
function weightOf(share: number): number {
  return Math.cbrt(share);
}

/** The shape of a half cosine up to a phase: from 1/3 at its beginning to 1/2 at its end. */
function cosineShape(phase: number): number {
  // The series' first terms, where the closed form cancels.
  if (phase < 0.1) return 1 / 3 + (phase * phase) / 90;
  return (1 - Math.sin(phase) / phase) / (1 - Math.cos(phase));
}

/** Below this product of damping and interval the closed forms cancel, and their series take over. */
const SMALL = 0.02;

/**
 * One step of a damped trend over an interval d of u = ln(data): the deviation of the slope from its mean decays at
 * rate a and is driven by white noise of density 1. The filter's transition is level += mean d + reach deviation,
 * deviation *= decay, and its process covariance is q times (levelNoise, crossNoise, slopeNoise).
 *
 * An object to be set again and again, and handed on with its interval, so that a report allocates nothing: a number
 * handed to a function that is not inlined would.
 */
export class DampedStep {
  /** d. */
  interval = 0;
  /** e^(-a d). */
  decay = 1;
  /** (1 - e^(-a d)) / a: how far the present deviation carries the level. */
  reach = 0;
  levelNoise = 0;
  crossNoise = 0;
  slopeNoise = 0;

  /** @param damping a, above 0; @param interval d, at least 0 */
  set(damping: number, interval: number): void {
    this.interval = interval;
    const z = damping * interval;
    const lost = -Math.expm1(-z);
    this.decay = 1 - lost;
    this.reach = lost / damping;
    const cube = interval * interval * interval;
    this.levelNoise =
      z < SMALL
        ? cube * (1 / 3 - z * (1 / 4 - z * (7 / 60 - z / 24)))
        : (z - 2 * lost - Math.expm1(-2 * z) / 2) / (damping * damping * damping);
    this.crossNoise = (this.reach * this.reach) / 2;
    this.slopeNoise = -Math.expm1(-2 * z) / (2 * damping);
  }
}

/** A fall to this share of the learning rate or less is a step; a little above one half, for rounded values. */
const STEP = 0.51;
/** Reports for which a learning rate must have stood before: a rate drawn anew at every report makes no steps. */
const HELD = 3;
/** Two values nearer than this share are the same rate, printed with different digits. */
const SAME = 1e-4;

/**
 * Follows the learning rate of a run and tells where it falls by a step. A schedule that falls little by little falls
 * by large factors at its end, of next to nothing; these are no steps.
 */
export class LearningRateSteps {
  private rate = NaN;
  private held = 0;
  private decaying = false;

  /**
   * @param rate the learning rate at the next report; NaN or 0 where there is none
   * @returns whether it has fallen by a step since the report before
   */
  observe(rate: number): boolean {
    if (!(rate > 0)) return false;
    const before = this.rate;
    const held = this.held;
    if (Math.abs(rate - before) <= SAME * before) {
      this.held += 1;
      return false;
    }
    this.rate = rate;
    this.held = 1;
    if (Number.isNaN(before)) return false;
    const fell = rate <= STEP * before && held >= HELD && !this.decaying;
    this.decaying = rate < before && !fell;
    return fell;
  }
}

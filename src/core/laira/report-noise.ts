/** What is kept of the noise estimate at each report. */
const FORGETTING = 0.95;

/** Scatter of ln(loss) from report to report: half the mean square of successive differences, recent ones first. */
export class ReportNoise {
  private latest = NaN;
  private sum = 0;
  private weight = 0;

  update(logLoss: number): void {
    const difference = logLoss - this.latest;
    this.latest = logLoss;
    if (Number.isNaN(difference)) return;
    this.sum = FORGETTING * this.sum + (difference * difference) / 2;
    this.weight = FORGETTING * this.weight + 1;
  }

  /** Standard deviation of ln(loss); 0 before the second report. */
  get deviation(): number {
    return this.weight > 0 ? Math.sqrt(this.sum / this.weight) : 0;
  }
}

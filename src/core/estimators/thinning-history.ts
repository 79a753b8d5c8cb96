/**
 * A curve in bounded memory: when full, neighbours are merged in pairs (the means of x and y, their weights added),
 * and from then on each new point gathers twice as many reports. Amortised constant time per report.
 */
export class ThinningHistory {
  size = 0;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  /** Reports that one full point stands for. */
  private group = 1;

  /** @param capacity points kept, even */
  constructor(capacity: number) {
    this.x = new Float64Array(capacity);
    this.y = new Float64Array(capacity);
    this.weight = new Float64Array(capacity);
  }

  add(x: number, y: number): void {
    const last = this.size - 1;
    if (last >= 0 && this.weight[last]! < this.group) {
      const weight = this.weight[last]! + 1;
      this.x[last] = this.x[last]! + (x - this.x[last]!) / weight;
      this.y[last] = this.y[last]! + (y - this.y[last]!) / weight;
      this.weight[last] = weight;
      return;
    }
    if (this.size === this.x.length) this.halve();
    this.x[this.size] = x;
    this.y[this.size] = y;
    this.weight[this.size] = 1;
    this.size += 1;
  }

  private halve(): void {
    for (let i = 0; i < this.size / 2; i++) {
      this.x[i] = (this.x[2 * i]! + this.x[2 * i + 1]!) / 2;
      this.y[i] = (this.y[2 * i]! + this.y[2 * i + 1]!) / 2;
      this.weight[i] = this.weight[2 * i]! + this.weight[2 * i + 1]!;
    }
    this.size /= 2;
    this.group *= 2;
  }
}

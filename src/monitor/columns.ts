/** A growing column of numbers: amortised constant time per push, no boxing. */
export class Column {
  length = 0;
  private buffer = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.buffer.length) {
      const larger = new Float64Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = value;
  }

  /** NaN out of range. */
  at(index: number): number {
    return index >= 0 && index < this.length ? this.buffer[index]! : NaN;
  }

  last(): number {
    return this.at(this.length - 1);
  }

  /** Drops everything from `length` on. */
  truncate(length: number): void {
    this.length = Math.min(this.length, length);
  }

  /** A copy of the entries from `start` to `end`. */
  slice(start = 0, end = this.length): Float64Array {
    return this.buffer.slice(Math.max(0, start), Math.min(this.length, end));
  }
}

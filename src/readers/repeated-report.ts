import type { NamedNumber } from './line-scanner.js';

/**
 * Recognises a report that comes twice in a row: loggers with two handlers print every line twice, in formats of their
 * own, and bars are painted again.
 */
export class RepeatedReport {
  private step: number | undefined;
  private level = '';
  private count = 0;
  private name = '';
  private sum = 0;

  /**
   * Whether a line says what the one before it said, by its step, its first name and the sum of its numbers; it is
   * remembered in its place.
   */
  isAgain(step: number | undefined, level: string, numbers: readonly NamedNumber[]): boolean {
    const count = numbers.length;
    const { name } = numbers[0]!;
    let sum = 0;
    for (let i = 0; i < count; i++) sum = 3 * sum + numbers[i]!.value;
    const isSame =
      step === this.step &&
      step !== undefined &&
      count === this.count &&
      Object.is(sum, this.sum) &&
      level === this.level &&
      name === this.name;
    this.step = step;
    this.level = level;
    this.count = count;
    this.name = name;
    this.sum = sum;
    return isSame;
  }
}

import type { NamedNumber } from './line-scanner.js';

/**
 * Recognises a report that comes twice in a row: loggers with two handlers print every line twice, in formats of their
 * own, and bars are painted again.
 */
export class RepeatedReport {
  private step: number | undefined;
  private level = '';
  private readonly names: string[] = [];
  private readonly values: number[] = [];

  /** Whether a line says what the one before it said; it is remembered in its place. */
  isAgain(step: number | undefined, level: string, numbers: readonly NamedNumber[]): boolean {
    const { names, values } = this;
    let isSame = step !== undefined && step === this.step && level === this.level;
    isSame &&= numbers.length === values.length;
    this.step = step;
    this.level = level;
    for (let i = 0; i < numbers.length; i++) {
      const { name, value } = numbers[i]!;
      isSame &&= name === names[i] && Object.is(value, values[i]);
      names[i] = name;
      values[i] = value;
    }
    names.length = values.length = numbers.length;
    return isSame;
  }
}

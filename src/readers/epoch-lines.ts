import type { Counter, NamedNumber, ScannedLine } from './line-scanner.js';
import { PositionDoubt } from './position-doubt.js';
import type { ReadOutput } from './read-output.js';

/** @returns whether the training's loss is among the numbers */
type Tell = (
  numbers: readonly NamedNumber[],
  said: ScannedLine,
  step: number | undefined,
  line: number,
) => boolean;

/** A line as it was when it was read. */
interface EpochLine {
  readonly said: ScannedLine;
  readonly epoch: Counter;
  readonly numbers: readonly NamedNumber[];
  readonly line: number;
}

/** Lines that tell their epoch and nothing closer. If that turns out to place nothing, they are told by their order. */
export class EpochLines {
  private readonly doubt: PositionDoubt<EpochLine>;

  /** @param report tells what a line says */
  constructor(
    output: ReadOutput,
    private readonly report: Tell,
  ) {
    this.doubt = new PositionDoubt(output);
  }

  tell(numbers: readonly NamedNumber[], said: ScannedLine, epoch: Counter, line: number): boolean {
    const { doubt } = this;
    if (!doubt.isOpen) return this.report(numbers, said, this.step(epoch), line);
    doubt.begin();
    const isReport = this.report(numbers, said, this.step(epoch), line);
    // What a line says may be filled with the next line's numbers.
    const row = { said: { ...said }, epoch: { ...epoch }, numbers: numbers.map((one) => ({ ...one })), line };
    for (const one of doubt.end(row, [{ name: 'epoch', value: epoch.value }], line)) {
      this.report(one.numbers, one.said, this.step(one.epoch), one.line);
    }
    return isReport;
  }

  private step(epoch: Counter): number | undefined {
    return this.doubt.ignored.size > 0 ? undefined : epoch.value;
  }
}

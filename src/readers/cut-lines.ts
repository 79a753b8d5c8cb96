import { skipPrefixes } from './line-prefix.js';
import type { LineScanner, NamedNumber, ScannedLine } from './line-scanner.js';
import { mayBeCut } from './numbers.js';

/** Kinds of lines of which the last one is kept. */
const MOST_KINDS = 256;

/** What stands behind a counter whose digits, or those of its total, may go on. */
const NO_END = /^[\d\s/]*$/;

/** Judges a line that has no end by the last whole line of its kind: it may be cut anywhere. */
export class CutLines {
  /** The last whole line by its first name. */
  private readonly earlier = new Map<string, string>();

  constructor(private readonly scanner: LineScanner) {}

  /** @param name the first one on the line */
  remember(name: string, plain: string): void {
    if (this.earlier.has(name) || this.earlier.size < MOST_KINDS) this.earlier.set(name, plain);
  }

  /**
   * The numbers of a line without an end that are surely whole and surely counted by what the line says: its own
   * `numbers` where all of them are. The scanner's tokens are of another line afterwards.
   */
  sureNumbers(plain: string, said: ScannedLine): readonly NamedNumber[] {
    const counted = this.scanner.tokens.at(-1);
    if (counted?.counter !== undefined && NO_END.test(plain.slice(counted.end))) return [];
    const last = said.numbers.at(-1)!;
    const model = this.earlier.get(said.numbers[0]!.name);
    const earlier = model === undefined ? undefined : this.scanner.scan(model, skipPrefixes(model));
    if (earlier !== undefined && earlier.level !== said.level) return [];
    const modelOfLast = earlier?.numbers.find(({ name }) => name === last.name);
    const isCut =
      last.end === plain.length &&
      mayBeCut(
        plain.slice(last.start, last.end),
        modelOfLast === undefined ? undefined : model!.slice(modelOfLast.start, modelOfLast.end),
      );
    return isCut ? said.numbers.slice(0, -1) : said.numbers;
  }
}

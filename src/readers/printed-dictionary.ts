/** Lines and characters that one dictionary may span. */
const MOST_LINES = 256;
const LONGEST = 32_768;
/** `INFO:tensorflow:{'Loss/total_loss': 1.1,` */
const OPENING = /\{['"][^{}]*,$/;
/** ` 'learning_rate': 0.04}`, or the next number of a list. */
const MEMBER = /^\s+(?:['"]|[-+]?(?:[\d.]|nan\b|inf\b)|np\.float)[^{}]*[,}]\s*$/;

/** A line that waits for the rest of its dictionary. */
export interface HeldLine {
  readonly text: string;
  readonly line: number;
}

/** Joins a dictionary that Python's `pprint` printed over several lines into one line, as `print` would have. */
export class PrintedDictionary {
  private held: HeldLine[] = [];
  private length = 0;

  get isOpen(): boolean {
    return this.held.length > 0;
  }

  /** Whether a line opens a dictionary or goes on with one; it is held back until that closes. */
  takes(text: string, line: number): boolean {
    const { held } = this;
    const isOfDictionary =
      held.length > 0
        ? MEMBER.test(text) && held.length < MOST_LINES && this.length < LONGEST
        : OPENING.test(text);
    if (!isOfDictionary) return false;
    held.push({ text, line });
    this.length += text.length;
    return true;
  }

  /** Whether the line that was taken last closes the dictionary. */
  get isClosed(): boolean {
    return this.held.at(-1)?.text.trimEnd().endsWith('}') ?? false;
  }

  /** Lets the lines go that were held. */
  release(): readonly HeldLine[] {
    const { held } = this;
    this.held = [];
    this.length = 0;
    return held;
  }
}

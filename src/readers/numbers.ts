/** Every spelling of a non-finite number that Python, C, Java, JavaScript and the Microsoft runtime print. */
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ...['nan', '+nan', '-nan', 'nan(ind)', '-nan(ind)', '1.#ind', '-1.#ind', '1.#qnan', '-1.#qnan'].map(
    (word) => [word, NaN] as const,
  ),
  ...['inf', '+inf', 'infinity', '+infinity', '1.#inf', '∞'].map((word) => [word, Infinity] as const),
  ...['-inf', '-infinity', '-1.#inf', '-∞'].map((word) => [word, -Infinity] as const),
]);

const LONGEST_NON_FINITE = 9;

/**
 * Reads a number as logs write it; NaN and infinities are numbers here.
 * @returns undefined where the text is something else, empty and `NA` and `None` included
 */
export function parseNumber(text: string): number | undefined {
  return text.charCodeAt(0) <= 0x20 ? parseTrimmed(text.trim()) : parseTrimmed(text);
}

function parseTrimmed(text: string): number | undefined {
  const first = text.charCodeAt(0);
  if (first >= 0x2b && first <= 0x39) {
    const value = Number(text);
    // `Number` also takes 0x10, 0b1 and 0o7, which in a log are names of something.
    if (!Number.isNaN(value)) return text.charCodeAt(1) > 0x39 && /^0[xob]/i.test(text) ? undefined : value;
  }
  if (text.length > LONGEST_NON_FINITE + 8) return undefined;
  return NON_FINITE.get(text.trim().toLowerCase());
}

/** Whether a text is one of the words for a missing value (an empty one included) and so no mistake in a log. */
export function isMissing(text: string): boolean {
  return /^\s*(?:|na|n\/a|none|null|-|<na>)\s*$/i.test(text);
}

/**
 * Whether the last number of a file that does not end in a line end may have lost its last characters. It is
 * compared with how the same metric was written before: fewer decimals, or a missing exponent, means that it may;
 * with nothing to compare, it may as well.
 */
export function mayBeCut(text: string, earlier: string | undefined): boolean {
  const number = text.trim();
  const value = parseNumber(number);
  if (value === undefined) return true;
  if (!Number.isFinite(value)) return false;
  const exponent = /e[-+]?(\d*)$/i.exec(number);
  // Python and C write at least two digits of exponent.
  if (exponent !== null) return (exponent[1] ?? '').length < 2;
  const model = earlier?.trim() ?? '';
  if (!Number.isFinite(parseNumber(model))) return true;
  if (/e/i.test(model) && /\d/.test(model)) return true;
  const decimals = decimalsOf(model);
  if (decimals === 0) return number.length < model.length;
  // Shortest round-trip notation varies in length; twelve decimals of it are as good as all of them.
  return decimalsOf(number) < Math.min(decimals, 12);
}

function decimalsOf(number: string): number {
  const point = number.indexOf('.');
  return point < 0 ? 0 : number.length - point - 1;
}

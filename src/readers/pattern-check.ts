/** Flags that a pattern of a user may have; the others change where a search starts. */
const FLAGS = /^[imsu]*$/;

/**
 * Repetitions of "anything" (`.`, `[^,]`, `\S`, `\w`, a group) divide a text between them in every possible way: the
 * time grows with the line's length to the power of their number.
 */
const MOST_WIDE_REPETITIONS = 4;

/** A repetition up to this often counts as one without an end. */
const LONG_REPETITION = 64;

/**
 * Says why a regular expression is refused for reading logs; undefined where it is not.
 *
 * JavaScript's expressions search by trying, and one that can match the same text in many ways can take longer than
 * the universe for a line of a hundred characters. That needs a repetition within a repetition, or alternatives
 * within one: both are refused, as no log line needs them.
 */
export function refusalOfPattern(pattern: string, flags: string): string | undefined {
  if (!FLAGS.test(flags)) return `The flags "${flags}" are not among i, m, s and u.`;
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    return `It is no regular expression: ${error instanceof Error ? error.message : String(error)}.`;
  }
  if (!/\(\?<(?:loss|value)>/.test(pattern))
    return 'It names no group "loss" or "value", as in (?<loss>[\\d.]+).';
  if (/\\k<|\\[1-9]/.test(pattern)) return 'It refers back to a group, which can make it very slow.';
  return refusalOfRepetitions(pattern);
}

/** What a quantifier applies to. */
interface Atom {
  /** Whether a repetition of it could match one text in many ways. */
  isAmbiguous: boolean;
  /** Whether it matches nearly anything. */
  readonly isWide: boolean;
}

const NARROW: Atom = { isAmbiguous: false, isWide: false };
const WIDE: Atom = { isAmbiguous: false, isWide: true };

function refusalOfRepetitions(pattern: string): string | undefined {
  const groups: Atom[] = [{ ...WIDE }];
  let wide = 0;
  let last = NARROW;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at);
    if (sign === '\\') {
      at += 1;
      last = 'SDWw'.includes(pattern.charAt(at)) ? WIDE : NARROW;
    } else if (sign === '[') {
      last = /^\[(?:\^|.*?\\[SDWw])/.test(pattern.slice(at, endOfClass(pattern, at))) ? WIDE : NARROW;
      at = endOfClass(pattern, at);
    } else if (sign === '(') {
      groups.push({ ...WIDE });
      if (pattern.charAt(at + 1) === '?') at += 1;
    } else if (sign === ')') {
      last = groups.pop() ?? last;
      if (last.isAmbiguous) groups.at(-1)!.isAmbiguous = true;
    } else if (sign === '|') {
      groups.at(-1)!.isAmbiguous = true;
    } else {
      const repetition = repetitionAt(pattern, at);
      if (repetition === undefined) {
        last = sign === '.' ? WIDE : NARROW;
        continue;
      }
      at = repetition.end - 1;
      if (!repetition.isLong) continue;
      if (last.isAmbiguous) {
        return 'It repeats a group that itself contains a repetition or alternatives, which can make it endlessly slow.';
      }
      groups.at(-1)!.isAmbiguous = true;
      if (last.isWide) wide += 1;
    }
  }
  return wide > MOST_WIDE_REPETITIONS
    ? `It repeats "anything" ${wide} times (as .* does); more than ${MOST_WIDE_REPETITIONS} can make it very slow.`
    : undefined;
}

/** The quantifier that stands at an index. */
function repetitionAt(pattern: string, at: number): { end: number; isLong: boolean } | undefined {
  const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at, at + 24));
  if (match === null) return undefined;
  const sign = match[0].charAt(0);
  const most = match[2] === ',' ? (match[3] === '' ? Infinity : Number(match[3])) : Number(match[1]);
  const isLong = sign === '*' || sign === '+' || (sign === '{' && most > LONG_REPETITION);
  return { end: at + match[0].length, isLong };
}

function endOfClass(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern.charAt(at) === '\\') at += 1;
    else if (pattern.charAt(at) === ']') return at;
  }
  return pattern.length;
}

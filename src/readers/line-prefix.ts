/** What stands before the message proper of a log line, by the tool that puts it there. */
interface PrefixShape {
  readonly tool: string;
  /** Cheap test of the first character before the pattern is tried. */
  readonly firstCharacters: string;
  readonly pattern: RegExp;
}

const DIGITS = '0123456789';

/** Tried in this order, each once; several can follow one another. */
const PREFIXES: readonly PrefixShape[] = [
  // torchrun and its relatives name the process that wrote the line: [default3]:, [rank0]:, [lrdn3321:3]:
  { tool: 'launcher', firstCharacters: '[', pattern: /\[[A-Za-z][\w.-]*?(?:\d+|:\d+)\]:\s*/y },
  // srun --label, and Docker Compose: `3: `, `trainer-1  | `
  { tool: 'task label', firstCharacters: DIGITS, pattern: /\d{1,4}: (?=\S*[[{A-Za-z])/y },
  {
    tool: 'month and day',
    firstCharacters: `[${DIGITS}`,
    pattern: /\[?\d\d[/-]\d\d \d\d:\d\d:\d\d(?:[.,]\d+)?\]?/y,
  },
  {
    tool: 'absl and glog',
    firstCharacters: 'IWEF',
    pattern: /[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [^\s\]]+:\d+\] /y,
  },
  {
    tool: "Python's logging",
    firstCharacters: 'DIWEC',
    pattern: /(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):\S*?:/y,
  },
];

/**
 * Index behind the prefixes of a log line that say who wrote it; what they contain is no result.
 * A date with a year is left: the scanner reads it as the line's time.
 */
export function skipPrefixes(line: string): number {
  let at = 0;
  for (const prefix of PREFIXES) {
    if (!prefix.firstCharacters.includes(line.charAt(at)) || at >= line.length) continue;
    prefix.pattern.lastIndex = at;
    if (prefix.pattern.test(line)) at = prefix.pattern.lastIndex;
  }
  return at;
}

const ESCAPE = '\u001b';
const BELL = '\u0007';
const BACKSPACE = '\b';

/** Escape sequences of terminals (colours, cursor moves, titles) and the backspaces by which bars redraw themselves. */
const TERMINAL_CODES = new RegExp(
  `${ESCAPE}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|[@-Z\\\\^_])|[${BACKSPACE}]+`,
  'g',
);

export function stripTerminalCodes(line: string): string {
  return line.includes(ESCAPE) || line.includes(BACKSPACE) ? line.replace(TERMINAL_CODES, '') : line;
}

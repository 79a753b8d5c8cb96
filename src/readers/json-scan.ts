/*
 * Walks through a JSON text without building it: the parts of a document that is still being written, or was cut,
 * can so be read up to where it ends, and every part knows its line.
 */

/** What ends a number, `true`, `null` and their like. */
const WORD_END = /[,}\]\s]/g;
/** What opens or closes something; between two of these an expression runs faster than a loop over the characters. */
const STRUCTURE = /["[\]{}]/g;
const QUOTE = 0x22;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/** A value inside a JSON text, as a range. */
export interface JsonPart {
  /** Name of the member; '' for an element of an array. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A place behind the last whole part, and whether the container was closed there. */
export interface JsonWalk {
  readonly parts: readonly JsonPart[];
  readonly isClosed: boolean;
  /** The part under way where the text ends: a value that has begun. */
  readonly begun: { readonly name: string; readonly start: number } | undefined;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** JSON's white space: tab, line feed, carriage return and space. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The members of the object, or the elements of the array, that starts at `start`. */
export function jsonParts(text: string, start: number): JsonWalk {
  const parts: JsonPart[] = [];
  const isObject = text[start] === '{';
  let at = skipSpace(text, start + 1);
  for (;;) {
    if (text[at] === '}' || text[at] === ']') return { parts, isClosed: true, begun: undefined };
    let name = '';
    if (isObject) {
      if (text[at] !== '"') break;
      const end = endOfString(text, at);
      if (end === undefined) break;
      name = text.slice(at + 1, end - 1);
      at = skipSpace(text, end);
      if (text[at] !== ':') break;
      at = skipSpace(text, at + 1);
    }
    if (at >= text.length) break;
    const end = endOfValue(text, at);
    if (end === undefined) return { parts, isClosed: false, begun: { name, start: at } };
    parts.push({ name, start: at, end });
    at = skipSpace(text, end);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    else if (text[at] !== '}' && text[at] !== ']') break;
  }
  return { parts, isClosed: false, begun: undefined };
}

/** Index behind the value at `start`; undefined where the text ends before the value surely does. */
function endOfValue(text: string, start: number): number | undefined {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return endOfContainer(text, start);
  WORD_END.lastIndex = start;
  if (!WORD_END.test(text)) return undefined;
  const end = WORD_END.lastIndex - 1;
  return end === start ? undefined : end;
}

function endOfContainer(text: string, start: number): number | undefined {
  let depth = 0;
  STRUCTURE.lastIndex = start;
  while (STRUCTURE.test(text)) {
    const at = STRUCTURE.lastIndex - 1;
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      STRUCTURE.lastIndex = end;
    } else if (sign === OPENING_BRACE || sign === OPENING_BRACKET) {
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return undefined;
}

/** Gives the lines of ascending indices of a text, in one pass. */
export class LineOfIndex {
  private line = 1;
  /** Where the line at hand ends. */
  private end: number;

  constructor(private readonly text: string) {
    this.end = endOfLine(text, 0);
  }

  /** @param index not smaller than at the call before */
  of(index: number): number {
    while (this.end < index) {
      this.line += 1;
      this.end = endOfLine(this.text, this.end + 1);
    }
    return this.line;
  }
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? Infinity : at;
}

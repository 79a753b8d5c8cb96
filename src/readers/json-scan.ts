/*
 * Walks through a JSON text without building it: the parts of a document that is still being written, or was cut,
 * can so be read up to where it ends, and every part knows its line.
 */

const SPACE = /[\s]*/y;

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

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
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
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== '{' && first !== '[') {
    const end = /[,}\]\s]/g;
    end.lastIndex = start;
    const match = end.exec(text);
    return match === null || match.index === start ? undefined : match.index;
  }
  let depth = 0;
  const structure = /["[\]{}]/g;
  structure.lastIndex = start;
  for (let match = structure.exec(text); match !== null; match = structure.exec(text)) {
    const sign = match[0];
    if (sign === '"') {
      const end = endOfString(text, match.index);
      if (end === undefined) return undefined;
      structure.lastIndex = end;
    } else if (sign === '{' || sign === '[') {
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) return match.index + 1;
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
  private at = 0;
  private line = 1;

  constructor(private readonly text: string) {}

  /** @param index not smaller than at the call before */
  of(index: number): number {
    for (
      let end = this.text.indexOf('\n', this.at);
      end >= 0 && end < index;
      end = this.text.indexOf('\n', this.at)
    ) {
      this.line += 1;
      this.at = end + 1;
    }
    return this.line;
  }
}

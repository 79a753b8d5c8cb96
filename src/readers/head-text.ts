import { utf16Encoding } from './utf-16.js';

const decoder = new TextDecoder();

/** The first bytes of a file as text, for detection. */
export interface HeadText {
  readonly text: string;
  /** The lines that are whole in the head. */
  readonly lines: readonly string[];
  /** Whether it can be text at all: no NUL bytes. */
  readonly isText: boolean;
}

/** All readers are asked about the same head in turn; the last one decoded is kept for the next of them. */
let last: { readonly head: Uint8Array; readonly text: HeadText } | undefined;

export function headText(head: Uint8Array): HeadText {
  if (last?.head === head) return last.text;
  const utf16 = utf16Encoding(head);
  const isText = utf16 !== undefined || !head.includes(0);
  const text = !isText
    ? ''
    : utf16 === undefined
      ? decoder.decode(head)
      : new TextDecoder(utf16).decode(head);
  const lines = text.split(/\r?\n/);
  // A head that ends within a line shows only a part of it, unless the file is one line without an end.
  if (lines.at(-1) === '' || lines.length > 1) lines.pop();
  const result = { text, lines, isText };
  last = { head, text: result };
  return result;
}

/** The name of a file in lower case. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

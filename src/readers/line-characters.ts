/*
 * The characters of log lines by what they may be of.
 */

export const PERCENT = 0x25;
export const COMMA = 0x2c;
export const HYPHEN = 0x2d;
export const FULL_STOP = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const UNDERSCORE = 0x5f;
export const VERTICAL_BAR = 0x7c;

/** Signs come before letters in ASCII. */
export const LETTERS = 0x41;

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** What a number may begin with besides a digit: + - . and the first letters of nan and inf. */
export function mayBegin(code: number): boolean {
  return code < 0x80 && BEGINNING[code] === 1;
}

/** What makes a digit after it a part of a word or a path: letters, digits, _ . / - @ # \ ~ $ */
export function isWordCode(code: number): boolean {
  return code < 0x80 ? WORD_SIGN[code] === 1 : code > 0xbf && !(code >= 0x2000 && code <= 0x2bff);
}

const BEGINNING = signs('+-.nNiI');
const WORD_SIGN = signs('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-@#\\~$');

function signs(list: string): Uint8Array {
  const table = new Uint8Array(0x80);
  for (const sign of list) table[sign.charCodeAt(0)] = 1;
  return table;
}

/** Where a sticky pattern that is tried at a place ends; the place itself where it does not fit. */
export function endOf(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}

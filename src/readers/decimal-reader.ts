/** Decimal digits whose integer a double holds exactly. */
const EXACT_DIGITS = 15;
/** 10^22 is the largest power of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const FULL_STOP = 0x2e;
const ZERO = 0x30;

/**
 * Reads decimal numbers where they stand in a text. A number of up to 15 digits is an exact integer times or divided by
 * an exact power of ten, one operation that rounds correctly (Clinger, "How to Read Floating Point Numbers Accurately",
 * PLDI 1990); longer ones are left to the engine.
 */
export class DecimalReader {
  /** Of the number that was read last. */
  value = NaN;
  isInteger = false;

  /** @returns the end of the number that begins at an index; -1 where none does */
  read(text: string, start: number): number {
    let at = start;
    const sign = text.charCodeAt(at);
    if (sign === MINUS || sign === PLUS) {
      at += 1;
      // `-.5` is none: what a sign stands before is a digit.
      if (!isDigit(text.charCodeAt(at))) return -1;
    }
    let mantissa = 0;
    let digits = 0;
    let decimals = 0;
    let code = text.charCodeAt(at);
    for (; isDigit(code); code = text.charCodeAt(++at)) {
      mantissa = 10 * mantissa + (code - ZERO);
      digits += 1;
    }
    this.isInteger = code !== FULL_STOP;
    if (code === FULL_STOP) {
      code = text.charCodeAt(++at);
      for (; isDigit(code); code = text.charCodeAt(++at)) {
        mantissa = 10 * mantissa + (code - ZERO);
        decimals += 1;
      }
    }
    digits += decimals;
    if (digits === 0) return -1;
    let exponent = -decimals;
    if ((code | 0x20) === 0x65) {
      const end = this.endOfExponent(text, at);
      if (end > at) {
        exponent += Number(text.slice(at + 1, end));
        at = end;
      }
    }
    if (digits > EXACT_DIGITS || exponent < -22 || exponent > 22) this.value = Number(text.slice(start, at));
    else {
      const size = exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!;
      this.value = sign === MINUS ? -size : size;
    }
    return at;
  }

  /**
   * Reads a number of at most 15 digits, as most are.
   * @returns whether `bytes[start, end)` is one
   */
  readAscii(bytes: Uint8Array, start: number, end: number): boolean {
    const isNegative = bytes[start] === MINUS;
    let at = isNegative ? start + 1 : start;
    let mantissa = 0;
    let digits = 0;
    let point = -1;
    for (; at < end; at++) {
      const code = bytes[at]!;
      if (isDigit(code)) {
        mantissa = 10 * mantissa + (code - ZERO);
        digits += 1;
      } else if (code === FULL_STOP && point < 0 && digits > 0) point = at;
      else break;
    }
    let exponent = point < 0 ? 0 : point + 1 - at;
    if (at < end) {
      const isSmall = bytes[at + 1] === MINUS;
      const isSigned = isSmall || bytes[at + 1] === PLUS;
      const first = isSigned ? at + 2 : at + 1;
      if ((bytes[at]! | 0x20) !== 0x65 || first >= end) return false;
      let written = 0;
      for (at = first; at < end && isDigit(bytes[at]!); at++) written = 10 * written + (bytes[at]! - ZERO);
      exponent += isSmall ? -written : written;
    }
    if (at < end || digits === 0 || digits > EXACT_DIGITS || exponent < -22 || exponent > 22) return false;
    const size = exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!;
    this.value = isNegative ? -size : size;
    this.isInteger = point < 0;
    return true;
  }

  /**
   * Reads an integer whose thousands are set apart by commas, one comma at least.
   * @returns the end of the number that begins at an index; -1 where none does, or more than thousands follow
   */
  readGrouped(text: string, start: number): number {
    const sign = text.charCodeAt(start);
    let at = sign === MINUS || sign === PLUS ? start + 1 : start;
    const first = at;
    let size = 0;
    let groups = 0;
    for (;;) {
      const group = at;
      for (let code = text.charCodeAt(at); isDigit(code); code = text.charCodeAt(++at)) {
        size = 10 * size + (code - ZERO);
      }
      if (at - group > 3 || at === group || (groups > 0 && at - group < 3)) return -1;
      if (text.charCodeAt(at) !== COMMA) break;
      groups += 1;
      at += 1;
    }
    const next = text.charCodeAt(at) | 0x20;
    if (groups === 0 || at - first > EXACT_DIGITS || next === (FULL_STOP | 0x20) || next === 0x65) return -1;
    this.value = sign === MINUS ? -size : size;
    this.isInteger = true;
    return at;
  }

  /** @returns the index itself where no digits follow the letter */
  private endOfExponent(text: string, letter: number): number {
    let at = letter + 1;
    const sign = text.charCodeAt(at);
    if (sign === MINUS || sign === PLUS) at += 1;
    const first = at;
    while (isDigit(text.charCodeAt(at))) at += 1;
    return at === first ? letter : at;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 0x39;
}

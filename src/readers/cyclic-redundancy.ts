/**
 * Tables for a reflected 32-bit cyclic redundancy check, eight bytes a step ("slicing-by-8": Kounavis and Berry,
 * "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation", IEEE Transactions on Computers 57(11),
 * 2008). Table `k` (entries 256 k to 256 k + 255) holds the remainders of a byte followed by `k` zero bytes.
 * @param polynomial the generator polynomial in reflected bit order
 */
export function checkTables(polynomial: number): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
    }
    tables[byte] = remainder;
  }
  for (let entry = 256; entry < tables.length; entry++) {
    const before = tables[entry - 256]!;
    tables[entry] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}

/**
 * Continues a check over `bytes[start, end)`, with the customary inversion before and after.
 * @param previous the check of the bytes so far (0 for none)
 * @returns an unsigned 32-bit number
 */
export function continueCheck(
  tables: Int32Array,
  bytes: Uint8Array,
  start: number,
  end: number,
  previous: number,
): number {
  let check = ~previous;
  let at = start;
  for (const last = end - 8; at <= last; at += 8) {
    check ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    check =
      tables[1792 + (check & 0xff)]! ^
      tables[1536 + ((check >>> 8) & 0xff)]! ^
      tables[1280 + ((check >>> 16) & 0xff)]! ^
      tables[1024 + (check >>> 24)]! ^
      tables[768 + bytes[at + 4]!]! ^
      tables[512 + bytes[at + 5]!]! ^
      tables[256 + bytes[at + 6]!]! ^
      tables[bytes[at + 7]!]!;
  }
  for (; at < end; at++) check = tables[(check ^ bytes[at]!) & 0xff]! ^ (check >>> 8);
  return ~check >>> 0;
}

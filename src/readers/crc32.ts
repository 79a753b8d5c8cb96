import { checkTables, continueCheck } from './cyclic-redundancy.js';

// The polynomial 0x04C11DB7 of IEEE 802.3, reflected.
const TABLES = checkTables(0xedb88320);

/** CRC-32 (IEEE 802.3) of `bytes[start, end)`, continuing `previous`, the CRC of the bytes before them. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length, previous = 0): number {
  return continueCheck(TABLES, bytes, start, end, previous);
}

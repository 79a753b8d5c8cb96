import { checkTables, continueCheck } from './cyclic-redundancy.js';

// Castagnoli's polynomial 0x1EDC6F41 (RFC 3720, section 12.1), reflected.
const TABLES = checkTables(0x82f63b78);

/** CRC-32C of `bytes[start, end)`, continuing `previous`, the CRC of the bytes before them. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length, previous = 0): number {
  return continueCheck(TABLES, bytes, start, end, previous);
}

/**
 * The form in which TFRecord and LevelDB files store a CRC-32C: rotated and shifted, so that a check over data that
 * hold checks themselves stays sound (tensorflow/core/lib/hash/crc32c.h, `Mask`).
 */
export function maskedCrc32c(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

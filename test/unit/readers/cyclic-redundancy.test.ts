import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/readers/crc32.js';
import { crc32c, maskedCrc32c } from '../../../src/readers/crc32c.js';
import { checkBitByBit } from './binary-files.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));

describe('crc32c', () => {
  it('gives the check value of the CRC catalogue', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
  });

  // RFC 3720, appendix B.4
  it.each([
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['ascending', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ['descending', Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
  ])('gives the value of RFC 3720 for %s', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('gives the masked values at the head of a TensorBoard file', () => {
    const length = fromHex('1800000000000000');
    const data = fromHex('090000803899d6d7411a0d' + '627261696e2e4576656e743a32');
    expect(data.length).toBe(24);
    expect(maskedCrc32c(crc32c(length))).toBe(0x224b7fa3);
    expect(maskedCrc32c(crc32c(data))).toBe(0xab364b12);
  });
});

describe('crc32', () => {
  it('gives the check value of the CRC catalogue', () => {
    expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
  });
});

describe('both', () => {
  it('agree with the definition at every length and offset of the eight-byte steps', () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, index) => (index * 151 + 7) & 0xff);
    for (let start = 0; start < 10; start++) {
      for (let end = start; end <= bytes.length; end++) {
        const range = bytes.subarray(start, end);
        expect(crc32c(bytes, start, end)).toBe(checkBitByBit(range, 0x82f63b78));
        expect(crc32(bytes, start, end)).toBe(checkBitByBit(range, 0xedb88320));
      }
    }
  });

  it('continue over pieces', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(crc32c(bytes, cut, 100, crc32c(bytes, 0, cut))).toBe(crc32c(bytes));
      expect(crc32(bytes, cut, 100, crc32(bytes, 0, cut))).toBe(crc32(bytes));
    }
  });
});

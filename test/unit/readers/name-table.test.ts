import { describe, expect, it } from 'vitest';
import { NameTable } from '../../../src/readers/name-table.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('NameTable', () => {
  it('makes a value once per name, wherever the name stands', () => {
    const made: string[] = [];
    const table = new NameTable((name) => {
      made.push(name);
      return { name };
    });
    const bytes = utf8('train/loss, train/loss, train/löss');
    const first = table.get(bytes, 0, 10);
    expect(table.get(bytes, 12, 22)).toBe(first);
    expect(table.get(bytes, 24, bytes.length)).not.toBe(first);
    expect(made).toEqual(['train/loss', 'train/löss']);
  });

  it('keeps its names when the bytes are overwritten', () => {
    const table = new NameTable((name) => ({ name }));
    const bytes = utf8('loss');
    const first = table.get(bytes, 0, 4);
    bytes.fill(0);
    expect(table.get(utf8('loss'), 0, 4)).toBe(first);
  });

  it('tells names of the same hash apart', () => {
    // Both have the FNV-1a hash 0x5e4daa9d.
    const table = new NameTable((name) => name);
    for (const name of ['costarring', 'liquid', 'costarring', 'liquid']) {
      expect(table.get(utf8(name), 0, name.length)).toBe(name);
    }
  });
});

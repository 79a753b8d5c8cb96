import { describe, expect, it } from 'vitest';
import { LineSplitter, type LineSplitterOptions } from '../../../src/readers/lines.js';

function split(
  chunks: readonly (string | Uint8Array)[],
  options: LineSplitterOptions = { updates: false },
): { lines: string[]; tooLong: number[] } {
  const lines: string[] = [];
  const tooLong: number[] = [];
  const splitter = new LineSplitter(
    {
      line: (text, line, whole) => lines.push(`${line}${whole ? '' : '…'} ${text}`),
      tooLong: (line) => tooLong.push(line),
    },
    options,
  );
  for (const chunk of chunks)
    splitter.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
  splitter.end();
  return { lines, tooLong };
}

function bytewise(text: string): Uint8Array[] {
  return [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte));
}

describe('lines', () => {
  it('are counted from 1, with either line end', () => {
    expect(split(['a\nb\r\n\nc']).lines).toEqual(['1 a', '2 b', '3 ', '4… c']);
  });

  it('may end anywhere in a chunk, also within a character', () => {
    const text = '\ufeffå∂ß\r\nsecond 𝄞\r\nthird';
    expect(split(bytewise(text)).lines).toEqual(split([text]).lines);
    expect(split([text]).lines).toEqual(['1 å∂ß', '2 second 𝄞', '3… third']);
  });

  it('keep a byte order mark out of every line that starts with one', () => {
    expect(split(['\ufeffa\n\ufeffb\n']).lines).toEqual(['1 a', '2 b']);
  });

  it('survive bytes that are no UTF-8', () => {
    const { lines } = split([Uint8Array.of(0x61, 0xff, 0x0a, 0xc3, 0x0a, 0x62)]);
    expect(lines).toEqual(['1 a\ufffd', '2 \ufffd', '3… b']);
  });

  it.each(['utf-16le', 'utf-16be'] as const)('are read from %s as from UTF-8', (encoding) => {
    const text = '\ufeffstep 1: loss 2.5\r\nä𝄞\n';
    const bytes = new Uint8Array(text.length * 2);
    for (let index = 0; index < text.length; index++) {
      new DataView(bytes.buffer).setUint16(2 * index, text.charCodeAt(index), encoding === 'utf-16le');
    }
    const expected = ['1 step 1: loss 2.5', '2 ä𝄞'];
    expect(split([bytes]).lines).toEqual(expected);
    expect(split([...bytes].map((byte) => Uint8Array.of(byte))).lines).toEqual(expected);
  });
});

describe('a line above the limit', () => {
  it.each([1, 3, 7, 100])('is left out and told once, in chunks of %i bytes', (size) => {
    const text = `short\n${'x'.repeat(40)}\nafter\n${'y'.repeat(30)}`;
    const bytes = new TextEncoder().encode(text);
    const chunks = [];
    for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.subarray(start, start + size));
    const { lines, tooLong } = split(chunks, { updates: false, longest: 16 });
    expect(lines).toEqual(['1 short', '3 after']);
    expect(tooLong).toEqual([2, 4]);
  });
});

describe('progress bars', () => {
  const text = 'bar 1\rbar 2\r\nnext\r\rbar 3\rbar 4';
  const expected = ['1 bar 1', '1 bar 2', '2 next', '2 bar 3', '2… bar 4'];

  it('put several updates on one line', () => {
    expect(split([text], { updates: true }).lines).toEqual(expected);
    expect(split(bytewise(text), { updates: true }).lines).toEqual(expected);
  });

  it('are one line each where updates are not asked for', () => {
    expect(split(['a\rb\nc\n']).lines).toEqual(['1 a\rb', '2 c']);
  });

  it('show an update as soon as it ends', () => {
    const lines: string[] = [];
    const splitter = new LineSplitter(
      { line: (line) => lines.push(line), tooLong: () => undefined },
      { updates: true },
    );
    splitter.push(new TextEncoder().encode('10%\r20%'));
    expect(lines).toEqual(['10%']);
  });
});

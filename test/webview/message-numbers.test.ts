import { describe, expect, it } from 'vitest';
import { decodeNumbers, encodeNumbers } from '../../src/protocol/message-numbers.js';
import { Recording } from './harness/recorded.js';

/** As VS Code carries a message to a page: JSON, but typed arrays as they are. */
function carried(message: unknown): unknown {
  const typed: unknown[] = [];
  const json = JSON.stringify(message, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? { typed: typed.push(value) - 1 } : value,
  );
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'typed' in value ? typed[Number(value.typed)] : value,
  );
}

describe('numbers of a message', () => {
  it('arrive as they were sent', () => {
    const recording = new Recording();
    for (const message of [recording.snapshot(), recording.update([0, 5])]) {
      expect(decodeNumbers(carried(encodeNumbers(message)))).toEqual(message);
    }
  });

  it('arrive wherever they stand, whatever the field is called', () => {
    const message = {
      anything: NaN,
      list: [1, -Infinity, [Infinity], { deep: NaN }],
      none: null,
      text: 'NaN',
      column: Float64Array.of(NaN, 2),
    };
    expect(decodeNumbers(carried(encodeNumbers(message)))).toEqual(message);
  });

  it('would be lost without their spelling', () => {
    expect(carried({ score: NaN })).toEqual({ score: null });
  });
});

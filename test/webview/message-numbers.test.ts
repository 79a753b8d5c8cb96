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

  it('arrive from plain JSON too', () => {
    const message = new Recording().update([1]);
    const json = JSON.stringify(encodeNumbers(message), (_key, value: unknown) =>
      value instanceof Float64Array ? Array.from(value, encodeNumbers) : value,
    );
    expect(decodeNumbers(JSON.parse(json))).toEqual(message);
  });

  it('read as NaN where they were lost', () => {
    expect(decodeNumbers({ score: null, loss: [1, null], interval80: null, name: 'NaN' })).toEqual({
      score: NaN,
      loss: Float64Array.of(1, NaN),
      interval80: null,
      name: 'NaN',
    });
  });
});

import { decodeToAnalysisPage } from '../../src/protocol/analysis.js';
import { describe, expect, it } from 'vitest';
import { IDLE, workAfter } from '../../webview/analysis/work.js';
import { asSent, EVEN, offerOf, PLAYED } from './analysis-messages.js';

describe('messages to the pages of analyses', () => {
  it('arrive as they were sent, with the numbers that JSON lacks', () => {
    const wild = {
      ...EVEN,
      rows: EVEN.rows.map((row) => ({ ...row, mean: Infinity, median: NaN, coverage80: null })),
    };
    for (const message of [
      offerOf(),
      { type: 'progress', done: 1, total: 2 } as const,
      { type: 'answer', answer: wild } as const,
      { type: 'answer', answer: PLAYED } as const,
      { type: 'failed', message: 'No.' } as const,
    ]) {
      expect(decodeToAnalysisPage(asSent(message))).toEqual(message);
    }
  });

  it('leave names alone that read like numbers', () => {
    const offer = offerOf({ live: [{ name: 'NaN', errors: [] }] });
    expect(decodeToAnalysisPage(asSent(offer))).toEqual(offer);
  });

  it('are none where they are none of theirs', () => {
    for (const other of [null, 'answer', {}, { type: 'snapshot' }, { type: { answer: true } }]) {
      expect(decodeToAnalysisPage(other)).toBeUndefined();
    }
  });
});

describe('work', () => {
  it('never goes backwards, and needs no total', () => {
    const half = { state: 'running', share: 0.5 } as const;
    expect(workAfter(half, { type: 'progress', done: 1, total: 4 })).toEqual(half);
    expect(workAfter(half, { type: 'progress', done: 0, total: 0 })).toEqual(half);
    expect(workAfter(IDLE, { type: 'progress', done: 1, total: 4 })).toEqual(IDLE);
  });
});

import { describe, expect, it } from 'vitest';
import {
  firstSlice,
  nextSlice,
  predictionError,
  type SliceSettings,
} from '../../../../src/core/laira/slices.js';

const SETTINGS: SliceSettings = {
  initial: 10,
  proportionalGain: -50,
  derivativeGain: -10,
  keepFraction: true,
  minimum: 1,
  maximum: 30,
  whole: true,
};

function lengths(settings: SliceSettings, errors: readonly number[]): number[] {
  let state = firstSlice(settings);
  return [state.length, ...errors.map((error) => (state = nextSlice(settings, state, error)).length)];
}

describe('nextSlice', () => {
  it('keeps the first three slices at M_1', () => {
    expect(lengths(SETTINGS, [0.9, 0.1]).slice(0, 3)).toEqual([10, 10, 10]);
  });

  it('lengthens slices as errors fall, with negative gains', () => {
    const [, , , fourth] = lengths(SETTINGS, [0.5, 0.4, 0.3]);
    expect(fourth).toBe(15);
  });

  it('stays within its bounds and recovers from them at once', () => {
    const errors = [0.1, 0.1, 5, 5, 5, 0.01, 0.01];
    const all = lengths(SETTINGS, errors);
    expect(Math.min(...all)).toBe(1);
    expect(Math.max(...all)).toBe(30);
    expect(all.at(-2)).toBe(30);
  });

  it('does not shrink on noise that averages out, if the fraction is kept', () => {
    const errors = Array.from({ length: 201 }, (_, i) => 0.1 + (i % 2 === 0 ? 0.002 : -0.002));
    expect(lengths(SETTINGS, errors).at(-1)).toBeGreaterThanOrEqual(9);
    expect(lengths({ ...SETTINGS, keepFraction: false }, errors).at(-1)).toBeLessThan(4);
  });

  it('leaves the state that it was given as it was', () => {
    const state = firstSlice(SETTINGS);
    const copy = structuredClone(state);
    nextSlice(SETTINGS, state, 0.3);
    expect(state).toEqual(copy);
  });

  it('keeps real lengths where slices need not be whole', () => {
    const [, , , fourth] = lengths({ ...SETTINGS, whole: false }, [0.5, 0.43, 0.37]);
    expect(fourth).toBeCloseTo(10 + 50 * 0.06 - 10 * (0.37 - 2 * 0.43 + 0.5), 12);
  });
});

describe('predictionError', () => {
  it('is the distance in ln(loss), divided', () => {
    expect(predictionError(-1.2, -1, 4)).toBeCloseTo(0.05, 12);
  });
});

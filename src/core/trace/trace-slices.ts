import { firstSlice, nextSlice, type SliceSettings } from '../laira/slices.js';
import { traceBoolean, traceNumber, traceNumbers, tracePositive, type TraceInput } from './trace-input.js';

/** PD control of the slice length: one error per finished slice, and the lengths of these and of the next one. */
export function traceSlices(input: TraceInput): Record<string, unknown> {
  const settings: SliceSettings = {
    initial: tracePositive(input, 'initial'),
    proportionalGain: traceNumber(input, 'Kp'),
    derivativeGain: traceNumber(input, 'Kd'),
    keepFraction: traceBoolean(input, 'keepFraction'),
    minimum: 1,
    maximum: Infinity,
    whole: true,
  };
  let state = firstSlice(settings);
  const slices = [state.length];
  const unrounded: number[] = [];
  for (const error of traceNumbers(input, 'errors')) {
    state = nextSlice(settings, state, error);
    slices.push(state.length);
    if (state.errors.length === 3) unrounded.push(state.unrounded);
  }
  return { slices, unrounded };
}

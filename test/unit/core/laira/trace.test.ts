import { describe, expect, it } from 'vitest';
import { TraceInputError } from '../../../../src/core/trace/trace-input.js';
import { traceLaira } from '../../../../src/core/trace/trace-laira.js';
import { traceRates } from '../../../../src/core/trace/trace-rates.js';
import { traceSlices } from '../../../../src/core/trace/trace-slices.js';

describe('traces of bad input', () => {
  it.each([
    ['slices without a flag', () => traceSlices({ errors: [], Kp: 1, Kd: 1, initial: 5 }), /"keepFraction"/],
    [
      'rates of a loss of 0',
      () => traceRates({ B: 1, dataRate: 1, deadline: 9, time: 1, loss: [0] }),
      /"loss"/,
    ],
    ['tasks that are no list', () => traceLaira({ B: 1, tasks: 7 }), /"tasks" has to be a list/],
    ['a task that is no object', () => traceLaira({ B: 1, tasks: [7] }), /"tasks"\[0\] has to be an object/],
  ])('%s', (_, trace, message) => {
    expect(trace).toThrow(TraceInputError);
    expect(trace).toThrow(message);
  });

  it('has only first slices before three errors are known', () => {
    const input = { errors: [0.1, 0.2], Kp: -1, Kd: -1, initial: 5, keepFraction: true };
    expect(traceSlices(input)).toEqual({ slices: [5, 5, 5], unrounded: [] });
  });
});

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

  const TASK = { b: 0, d: 9, eps: 0.1, N: 1, loss: [1] };
  it.each([
    ['no tasks', [], /"tasks" is empty: give one task at least/],
    ['a negative deadline', [{ ...TASK, d: -5 }], /"tasks"\[0\]: "d" is -5 and has to be above 0/],
    [
      'a task that begins at its deadline',
      [TASK, { ...TASK, b: 9 }],
      /"tasks"\[1\]: "b" is 9 and has to be before/,
    ],
    ['a rate of 0', [{ ...TASK, N: 0 }], /"N" is 0/],
    ['a target of 0', [{ ...TASK, eps: 0 }], /"eps" is 0/],
    ['no deadline', [{ ...TASK, d: undefined }], /"tasks"\[0\]: "d" has to be a number/],
    ['no losses', [{ ...TASK, loss: [] }], /"loss" is empty/],
  ])('laira with %s', (_, tasks, message) => {
    expect(() => traceLaira({ B: 1, tasks })).toThrow(TraceInputError);
    expect(() => traceLaira({ B: 1, tasks })).toThrow(message);
  });

  it('refuses a report size of 0, with which no report would be the last', () => {
    expect(() => traceLaira({ B: 0, tasks: [TASK] })).toThrow(/"B" is 0 and has to be above 0 and finite/);
  });

  it('has only first slices before three errors are known', () => {
    const input = { errors: [0.1, 0.2], Kp: -1, Kd: -1, initial: 5, keepFraction: true };
    expect(traceSlices(input)).toEqual({ slices: [5, 5, 5], unrounded: [] });
  });
});

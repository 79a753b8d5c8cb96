import { describe, it } from 'vitest';
import { TRACE_ALGORITHMS } from '../../src/core/trace/trace.js';
import { expectClose, hasReference, readReference, type ReferenceCase } from './reference-file.js';

const FILE = 'slices.json';

describe.skipIf(!hasReference(FILE))(FILE, () => {
  const cases = hasReference(FILE) ? (readReference(FILE) as { cases: ReferenceCase[] }).cases : [];
  it.each(cases)('$name', ({ algorithm, input, expected }) => {
    expectClose(TRACE_ALGORITHMS.get(algorithm)!(input), expected, 1e-9, 1e-12);
  });
});

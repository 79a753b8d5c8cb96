import { describe, it } from 'vitest';
import { TRACE_ALGORITHMS } from '../../src/core/trace/trace.js';
import { expectClose, hasReference, readReference, type ReferenceCase } from './reference-file.js';

/** Tolerances as the files state them. */
const FILES = [
  { file: 'dkf.json', relative: 1e-8, absolute: 1e-12 },
  { file: 'kf.json', relative: 1e-8, absolute: 1e-12 },
  { file: 'wls.json', relative: 1e-7, absolute: 1e-12 },
] as const;

for (const { file, relative, absolute } of FILES) {
  describe.skipIf(!hasReference(file))(file, () => {
    const cases = hasReference(file) ? (readReference(file) as { cases: ReferenceCase[] }).cases : [];
    it.each(cases)('$name', ({ algorithm, input, expected }) => {
      expectClose(TRACE_ALGORITHMS.get(algorithm)!(input), expected, relative, absolute);
    });
  });
}

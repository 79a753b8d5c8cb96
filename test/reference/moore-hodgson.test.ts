import { describe, expect, it } from 'vitest';
import { largestOnTimeSet } from '../../src/core/policies/on-time-set.js';
import { hasReference, readReference } from './reference-file.js';

interface OracleReference {
  readonly cases: readonly { jobs: readonly { u: number; d: number }[]; max_on_time: number }[];
}

const FILE = 'extra/moore_hodgson.json';

describe.skipIf(!hasReference(FILE))(FILE, () => {
  const { cases } = hasReference(FILE) ? (readReference(FILE) as OracleReference) : { cases: [] };
  it.each(cases)('%#', ({ jobs, max_on_time: expected }) => {
    const set = largestOnTimeSet(
      jobs.map(({ u, d }) => ({ release: 0, deadline: d, length: u })),
      0,
    );
    expect(set).toHaveLength(expected);
  });
});

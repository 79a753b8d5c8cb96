import { expect, it } from 'vitest';
import { estimatorByName } from '../../../../src/core/estimators/registry.js';

const WARM = 200_000;
const STRETCH = 5_000;
const STRETCHES = 40;

/** Room for the numbers that the engine boxes for calls which it does not inline; an array or an object is larger. */
const MOST_BYTES = 64;

// Those that run live, and the plain filter; `npm run bench -- estimators` tells the figures of all.
it.each(['dkf', 'dkf-paper', 'wls', 'kf'])('%s allocates nothing per report', (name) => {
  const estimator = estimatorByName(name)!.create({ totalReports: 500 });
  const losses = Float64Array.from(
    { length: WARM + STRETCH * STRETCHES },
    (_, i) => 0.3 + 2 / Math.cbrt(i + 1),
  );
  let fed = 0;
  const feed = (reports: number): void => {
    for (const end = fed + reports; fed < end; fed++) estimator.observe(fed + 1, losses[fed]!);
  };
  feed(WARM);
  const grown: number[] = [];
  for (let i = 0; i < STRETCHES; i++) {
    const before = process.memoryUsage().heapUsed;
    feed(STRETCH);
    const growth = process.memoryUsage().heapUsed - before;
    // Where the heap shrank the collector ran meanwhile.
    if (growth >= 0) grown.push(growth / STRETCH);
  }
  grown.sort((a, b) => a - b);
  expect(grown[Math.floor(grown.length / 2)]).toBeLessThan(MOST_BYTES);
});

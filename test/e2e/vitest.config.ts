import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/global-setup.mjs'],
    // Longer than the waits of any test, so that these tell what they missed.
    testTimeout: 600_000,
    hookTimeout: 400_000,
    teardownTimeout: 60_000,
    // One workbench and one browser at a time: the tests watch the clock of a replay.
    fileParallelism: false,
    // A journey's later steps stand on its earlier ones.
    sequence: { concurrent: false },
    bail: 1,
  },
});

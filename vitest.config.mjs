import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,properties,golden,reference,corpus,webview}/**/*.test.ts'],
    // So much that only what hangs takes it, on a busy machine too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: ['test/support/turn-after-each.ts'],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
  },
});

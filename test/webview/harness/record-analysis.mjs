import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs the analysis worker's own code over the sample runs: what its pages are told. */
export async function recordSampleRuns() {
  const folder = await mkdtemp(join(tmpdir(), 'laira-harness-'));
  try {
    const outfile = join(folder, 'recorded.mjs');
    await build({
      entryPoints: ['test/webview/harness/analysis-recorded.ts'],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      mainFields: ['module', 'main'],
      outfile,
      logLevel: 'warning',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    const { recordAnalysis } = await import(pathToFileURL(outfile).href);
    return await recordAnalysis(resolve('sample-runs'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

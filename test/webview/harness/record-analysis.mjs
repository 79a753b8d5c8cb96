import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleForNode } from '../../../scripts/bundle-for-node.mjs';

/** Runs the analysis worker's own code over the sample runs: what its pages are told. */
export async function recordSampleRuns() {
  const folder = await mkdtemp(join(tmpdir(), 'laira-harness-'));
  try {
    const outfile = join(folder, 'recorded.mjs');
    await bundleForNode('test/webview/harness/analysis-recorded.ts', outfile);
    const { recordAnalysis } = await import(pathToFileURL(outfile).href);
    return await recordAnalysis(resolve('sample-runs'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

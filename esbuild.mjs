// Builds the bundles into dist/. Only the extension marks `vscode` as external: a value import of it from any
// other zone breaks that bundle, which is the point.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { writeNotices } from './scripts/third-party.mjs';

const production = process.argv.includes('--production');
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  target: 'es2022',
  legalComments: 'none',
  metafile: true,
};
// Where a library ships ES modules they are taken: its UMD build may load parts that a bundler cannot see.
const node = { ...common, platform: 'node', target: 'node20', mainFields: ['module', 'main'] };

await rm('dist', { recursive: true, force: true });
const results = await Promise.all([
  build({
    ...node,
    entryPoints: { extension: 'src/vscode/extension.ts' },
    format: 'cjs',
    external: ['vscode'],
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  }),
  build({
    ...node,
    entryPoints: {
      worker: 'src/node/worker.ts',
      analysis: 'src/node/analysis-worker.ts',
      replay: 'src/node/replay-worker.ts',
    },
    format: 'cjs',
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  }),
  build({
    ...node,
    entryPoints: { cli: 'src/cli/main.ts' },
    format: 'esm',
    outdir: 'dist',
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }),
  build({
    ...common,
    // Plotly is a bundle itself: the notices of what is in it are comments.
    legalComments: 'external',
    entryPoints: {
      dashboard: 'webview/dashboard/main.ts',
      accuracy: 'webview/accuracy/main.ts',
      'what-if': 'webview/what-if/main.ts',
    },
    platform: 'browser',
    format: 'iife',
    outdir: 'dist/webview',
    loader: { '.css': 'css' },
  }),
]);
await writeNotices(
  results.map(({ metafile }) => metafile),
  'dist/third-party.txt',
);

import { build } from 'esbuild';

/** Bundles a script with the settings of the product's own bundles for Node, so that what runs is what ships. */
export async function bundleForNode(source, outfile) {
  await build({
    entryPoints: [source],
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
}

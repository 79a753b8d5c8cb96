// Bundles the host suite as an extension of its own.
import { build } from 'esbuild';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('extension', import.meta.url));

/** Writes the extension's folder; its main module exports `activate` and, for VS Code's test mode, `run`. */
export async function buildSuiteExtension(folder) {
  await build({
    entryPoints: [join(source, 'main.ts')],
    outfile: join(folder, 'main.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  await cp(join(source, 'package.json'), join(folder, 'package.json'));
  await writeFile(join(folder, 'README.md'), 'The test suite of LaiRA, run inside the extension host.\n');
}

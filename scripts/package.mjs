// Builds for production and packs the extension as dist/laira.vsix.
import { createVSIX } from '@vscode/vsce';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from './child-process.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const packagePath = fileURLToPath(new URL('../dist/laira.vsix', import.meta.url));

const { code } = await runCommand(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
if (code !== 0) process.exit(code);
// Links in the README stay as they are: there is no public repository to rewrite them to.
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = await stat(packagePath);
console.log(`dist/laira.vsix: ${(size / 1e6).toFixed(2)} MB`);

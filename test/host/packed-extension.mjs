import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The packed extension that the tests install; LAIRA_VSIX names another one than this build's. */
export function packedExtension() {
  const vsix = process.env.LAIRA_VSIX ?? fileURLToPath(new URL('../../dist/laira.vsix', import.meta.url));
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: run \`npm run package\` first.`);
  return vsix;
}

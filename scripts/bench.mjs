// npm run bench [-- NAME [PART...]]: measures. NAME is readers, estimators or monitor (all of them by default); a PART
// limits a measurement to the subjects whose names contain it. Figures go to stdout as JSON lines, one object per figure,
// and to stderr as tables for people.
//   --profile FOLDER  writes a CPU profile of every process into the folder
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleForNode } from './bundle-for-node.mjs';
import { runCommand } from './child-process.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NAMES = ['readers', 'estimators', 'monitor'];

const { values, positionals } = parseArgs({
  options: { profile: { type: 'string' } },
  allowPositionals: true,
});
const [name, ...parts] = positionals;
if (name !== undefined && !NAMES.includes(name)) {
  console.error(`There is no measurement "${name}": choose one of ${NAMES.join(', ')}.`);
  process.exit(2);
}

const folder = temporaryFolder('laira-bench-');
try {
  for (const one of name === undefined ? NAMES : [name]) {
    const code = await measure(one);
    if (code !== 0) process.exitCode = code;
  }
} finally {
  folder.remove();
}

async function measure(one) {
  const bundle = join(folder.path, `${one}.mjs`);
  await bundleForNode(join(root, 'test', 'bench', `${one}.ts`), bundle);
  const { code } = await runCommand(process.execPath, [...profiling(), bundle, ...parts], { cwd: root });
  return code;
}

function profiling() {
  if (values.profile === undefined) return [];
  const into = resolve(values.profile);
  mkdirSync(into, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${into}`];
}

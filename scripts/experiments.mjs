// npm run experiments -- NAME [OPTION...]: runs one experiment of docs/experiments.md, or all of them without a name.
// Tables go to stdout, figures to docs/figures/. NAME is extrapolation, schedule, scale or ablation; or unseen, which needs
// a file of recorded curves and writes no figures.
//   --seeds N     bundles to draw per table (schedule, scale, ablation, unseen)
//   --first N     the first of the seeds (schedule, scale, ablation, unseen; 100001)
//   --curves FILE curves as JSON Lines of { id, source: "owner/repository:path", loss: [...] } (unseen)
//   --m4-every N  curves of the scaling benchmark per one for M4's own slow optimiser (extrapolation; 12)
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from './bundle-for-node.mjs';
import { runCommand } from './child-process.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ALL = ['extrapolation', 'schedule', 'scale', 'ablation'];
const NAMES = [...ALL, 'unseen'];

const [first, ...others] = process.argv.slice(2);
const named = first !== undefined && !first.startsWith('-');
if (named && !NAMES.includes(first)) {
  console.error(`There is no experiment "${first}": choose one of ${NAMES.join(', ')}.`);
  process.exit(2);
}

const options = named ? others : process.argv.slice(2);
const folder = temporaryFolder('laira-experiments-');
try {
  for (const name of named ? [first] : ALL) {
    const code = await run(name);
    if (code !== 0) process.exitCode = code;
  }
} finally {
  folder.remove();
}

async function run(name) {
  const source = join(root, 'test', 'experiments', `${name}.ts`);
  if (!existsSync(source)) throw new Error(`${source} is missing.`);
  const bundle = join(folder.path, `${name}.mjs`);
  await bundleForNode(source, bundle);
  const { code } = await runCommand(process.execPath, [bundle, ...options], { cwd: root });
  return code;
}

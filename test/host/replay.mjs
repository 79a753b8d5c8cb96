// Recorded runs that train again in a folder while a suite watches them.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../scripts/child-process.mjs';

/** How many times faster than recorded the runs train. */
const SPEED = 600;

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Replays sample-runs into a folder when the suite in it asks for that (with the file `.vscode/replay-wanted`), and
 * says there when all runs have ended (`.vscode/replay-ended`). `stop` waits for a replay that has begun.
 */
export function replayOnDemand(folder) {
  let stopped = false;
  const watching = watch(folder, () => stopped);
  const stop = () => {
    stopped = true;
    return watching;
  };
  return { stop };
}

async function watch(folder, isStopped) {
  const inFolder = (name) => join(folder, '.vscode', name);
  while (!existsSync(inFolder('replay-wanted'))) {
    if (isStopped()) return;
    await delay(50);
  }
  const args = [
    join(root, 'dist', 'cli.js'),
    'replay',
    join(root, 'sample-runs'),
    folder,
    '--speed',
    `${SPEED}`,
  ];
  const { code, output } = await runCommand(process.execPath, args, { quiet: true });
  if (code === 0) await writeFile(inFolder('replay-ended'), '');
  else console.error(`The replay into ${folder} failed: ${output}`);
}

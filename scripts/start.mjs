// npm start: the extension in a real VS Code workbench, on a folder in which recorded runs train again.
//   --port N            port on 127.0.0.1 (a free one by default)
//   --speed N           how many times faster than recorded the runs train (4 by default)
//   --no-replay FOLDER  open this folder as it is instead
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand, startGroup, stopGroup } from './child-process.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { ensureWorkbench, startWorkbench } from './workbench.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const cleanups = [];
let stopping = false;
// A terminal and npm may both pass on the same Ctrl-C: the second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));

try {
  await start(readOptions());
} catch (error) {
  console.error(error.message);
  await stop(1);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      speed: { type: 'string', default: '4' },
      'no-replay': { type: 'string' },
    },
  });
  const folder = values['no-replay'];
  if (folder !== undefined && !existsSync(folder)) throw new Error(`There is no folder ${folder} to open.`);
  if (!(Number(values.speed) > 0)) throw new Error(`--speed ${values.speed} is not a number above 0.`);
  if (values.port !== undefined && !(Number(values.port) > 0 && Number(values.port) < 65536)) {
    throw new Error(`--port ${values.port} is not a port number.`);
  }
  return { port: values.port, speed: values.speed, folder: folder && resolve(folder) };
}

async function start({ port, speed, folder }) {
  const { code } = await runCommand(process.execPath, ['scripts/package.mjs'], { cwd: root });
  if (code !== 0) throw new Error('The extension could not be built: see above.');
  await ensureWorkbench();
  const opened = folder ?? (await replayFolder());
  const workbench = await startWorkbench({
    folder: opened,
    extensions: [join(root, 'dist', 'laira.vsix')],
    port,
  });
  cleanups.push(workbench.stop);
  if (folder === undefined) startReplay(opened, speed);
  console.log(`\nOpen ${workbench.url}\nStop with Ctrl-C.`);
  await workbench.ended;
  if (!stopping) throw new Error('The workbench ended by itself.');
}

async function replayFolder() {
  const temporary = temporaryFolder('laira-');
  cleanups.push(temporary.remove);
  const folder = join(temporary.path, 'training');
  await mkdir(folder);
  return folder;
}

function startReplay(folder, speed) {
  const args = [join(root, 'dist', 'cli.js'), 'replay', join(root, 'sample-runs'), folder, '--speed', speed];
  const replay = startGroup(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  replay.once('close', (code) => {
    if (stopping) return;
    console.log(code === 0 ? 'All recorded runs have ended.' : `The replay ended with exit code ${code}.`);
  });
  cleanups.push(() => stopGroup(replay));
}

async function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const cleanup of cleanups.reverse()) await cleanup();
  process.exit(code);
}

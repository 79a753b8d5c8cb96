// Installs a real VS Code workbench (code-server) and the Node that it wants, once, outside the repository.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from './child-process.mjs';

const CODE_SERVER = 'code-server@4.139.1';
const NODE_PACKAGE = `node-linux-${process.arch}`;
const NODE = `${NODE_PACKAGE}@24`;

const cache =
  process.env.LAIRA_WORKBENCH_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'laira-workbench');
const modules = join(cache, 'node_modules');
const marker = join(cache, 'installed.json');
/** Beginning of the names of folders that are being installed into. */
const STAGING = 'installing-';
const wanted = JSON.stringify([CODE_SERVER, NODE]);

/**
 * Makes sure that the workbench is installed.
 * @returns {Promise<{node: string, entry: string}>} the Node to run and the script to run with it
 */
export async function ensureWorkbench() {
  if (!(await isInstalled())) {
    requireSupportedMachine();
    await mkdir(cache, { recursive: true });
    await underLock(async () => {
      if (!(await isInstalled())) await install();
    });
  }
  return {
    node: join(modules, NODE_PACKAGE, 'bin', 'node'),
    entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/** The marker is written last: without it, whatever lies in the cache is the rest of an interrupted install. */
async function isInstalled() {
  return existsSync(marker) && (await readFile(marker, 'utf8')) === wanted;
}

function requireSupportedMachine() {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return;
  throw new Error(
    `The test workbench runs on Linux (x64, arm64) only, not on ${process.platform} ${process.arch}: install dist/laira.vsix in VS Code instead, or run \`npm run test:electron\`.`,
  );
}

/**
 * Installs beside the cache's own modules and moves them there when they are whole: npm may still be at work on behalf
 * of a process that was killed.
 */
async function install() {
  console.log(`Installing a VS Code workbench (${CODE_SERVER}, about 600 MB, only once) into ${cache} ...`);
  const rests = (await readdir(cache)).filter((name) => name.startsWith(STAGING));
  for (const rest of [marker, modules, ...rests.map((name) => join(cache, name))]) {
    await rm(rest, { recursive: true, force: true });
  }
  const staging = await mkdtemp(join(cache, STAGING));
  await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
  await npmInstall('its server and Node 24', staging, CODE_SERVER, NODE, '--no-package-lock');
  const workbench = join(staging, 'node_modules', 'code-server', 'lib', 'vscode');
  await npmInstall('its workbench', workbench, '--omit=dev');
  await rename(join(staging, 'node_modules'), modules);
  await writeFile(marker, wanted);
  await rm(staging, { recursive: true, force: true });
  console.log('The workbench is installed.');
}

/** No native module has to be compiled: the workbench works without them, so no script of a package is run. */
async function npmInstall(what, folder, ...args) {
  const started = Date.now();
  const { code, output } = await runCommand(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...args],
    { cwd: folder, quiet: true },
  );
  if (code !== 0) {
    const said = output.match(/(?<=^npm error )(?!code|syscall|errno).+/m);
    const cause = said?.[0] ?? `npm exited with ${code}`;
    throw new Error(
      `Installing ${what} into ${cache} failed (${cause}): mend the way to the npm registry and start again, or set LAIRA_WORKBENCH_CACHE to a folder that holds an installed workbench.`,
    );
  }
  console.log(`  ${what}: ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Holds a name in Linux's abstract socket namespace meanwhile: it is free again when its holder ends, however it ends. */
async function underLock(work) {
  const lock = createServer();
  for (let waits = 0; !(await listens(lock, `\0laira-workbench ${cache}`)); waits++) {
    if (waits === 0) console.log('Another process is installing the workbench; waiting for it ...');
    await delay(1000);
  }
  try {
    await work();
  } finally {
    lock.close();
  }
}

function listens(server, name) {
  return new Promise((resolve, reject) => {
    server.removeAllListeners();
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(name, () => resolve(true));
  });
}

// A real VS Code workbench on 127.0.0.1, with a user's data, extensions and HOME of its own.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand, startGroup, stopGroup } from './child-process.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { ensureWorkbench } from './workbench-install.mjs';

export { ensureWorkbench };

const QUIET_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
};
const START_TIMEOUT = 120_000;

/** Installs a packed extension, as a user does, into the given folders. */
async function installExtension(vsix, { userDataDir, extensionsDir }) {
  const { node, entry } = await ensureWorkbench();
  const { code, output } = await runCommand(
    node,
    [entry, ...folderArguments(userDataDir, extensionsDir), '--install-extension', vsix, '--force'],
    { quiet: true, env: environment(userDataDir) },
  );
  if (code !== 0) {
    throw new Error(`The workbench refused the extension ${vsix}: ${output.trim().split('\n').at(-1)}`);
  }
}

/**
 * Starts a workbench on a folder.
 * @param {object} options
 * @param {string} options.folder the folder that `url` opens
 * @param {readonly string[]} [options.extensions] packed extensions to install first
 * @param {number} [options.port] a free one by default
 * @param {string} [options.userDataDir] a temporary one by default, as `extensionsDir`
 * @param {string} [options.extensionsDir]
 * @param {Record<string, unknown>} [options.settings] a user's settings
 * @param {boolean} [options.askForTrust] whether a new folder is untrusted until the user says otherwise
 * @returns {Promise<{url: string, urlOf(folder: string): string, stop(): Promise<void>, ended: Promise<void>}>}
 */
export async function startWorkbench({
  folder,
  extensions = [],
  port,
  userDataDir,
  extensionsDir,
  settings = {},
  askForTrust = false,
}) {
  const { node, entry } = await ensureWorkbench();
  const temporary = temporaryFolder('laira-workbench-');
  const dirs = {
    userDataDir: userDataDir ?? join(temporary.path, 'user-data'),
    extensionsDir: extensionsDir ?? join(temporary.path, 'extensions'),
  };
  try {
    await writeSettings(dirs.userDataDir, {
      ...QUIET_SETTINGS,
      'security.workspace.trust.enabled': askForTrust,
      ...settings,
    });
    for (const vsix of extensions) await installExtension(vsix, dirs);

    const address = `127.0.0.1:${port ?? (await freePort())}`;
    const args = [
      entry,
      ...['--auth', 'none', '--bind-addr', address],
      ...folderArguments(dirs.userDataDir, dirs.extensionsDir),
      ...['--disable-telemetry', '--disable-update-check'],
      ...(askForTrust ? [] : ['--disable-workspace-trust']),
      folder,
    ];
    const child = startGroup(node, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(dirs.userDataDir),
    });
    const ended = once(child, 'close').then(temporary.remove);
    const stop = () => stopGroup(child).then(() => ended);
    await untilReady(child, `http://${address}`);
    const urlOf = (opened) => `http://${address}/?folder=${encodeURI(opened)}`;
    return { url: urlOf(folder), urlOf, stop, ended };
  } catch (error) {
    temporary.remove();
    throw error;
  }
}

async function writeSettings(userDataDir, settings) {
  const folder = join(userDataDir, 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

function folderArguments(userDataDir, extensionsDir) {
  return [
    ...['--config', join(userDataDir, 'code-server.yaml')],
    ...['--user-data-dir', userDataDir],
    ...['--extensions-dir', extensionsDir],
  ];
}

/** Nothing of the user's own: neither HOME nor the variables that steer VS Code or code-server. */
function environment(home) {
  const { PATH, LANG, TMPDIR } = process.env;
  const kept = Object.entries({ PATH, LANG, TMPDIR }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(kept), HOME: home };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilReady(child, address) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-4000)));
  }
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const cause = output.includes('EADDRINUSE') ? 'the port is taken; choose another one' : output.trim();
      throw new Error(`The workbench at ${address} ended while starting: ${cause}`);
    }
    const ready = await fetch(`${address}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await delay(100);
  }
  throw new Error(
    `The workbench at ${address} did not answer within ${START_TIMEOUT / 1000} s: ${output.trim()}`,
  );
}

// Child processes of the scripts: run one to its end, or keep one as a group that never outlives this process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const running = new Set();

/**
 * Runs a command to its end.
 * @returns {Promise<{code: number, output: string}>} `output` holds both streams when `quiet`, else they are shown
 */
export async function runCommand(command, args, { quiet = false, ...options } = {}) {
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
  const child = spawn(command, args, { stdio, ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output += `${error.message}\n`;
      resolve(127);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  return { code, output };
}

/** Starts a command in a process group of its own, which is stopped at the latest when this process ends. */
export function startGroup(command, args, options) {
  if (running.size === 0) watchOwnEnd();
  const child = spawn(command, args, { detached: true, ...options });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

/** Asks a group started by `startGroup` to end, and ends it after ten seconds; resolves when its first process is gone. */
export async function stopGroup(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  await Promise.race([gone, delay(10_000, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL');
  await gone;
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function watchOwnEnd() {
  // Before other work at the end, such as removing the folders in which these processes write.
  process.prependOnceListener('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(1));
  }
}

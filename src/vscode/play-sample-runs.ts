import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { inspectReplayFolder } from '../node/replay-folder.js';
import { SAMPLE_RUNS } from './bundle-path.js';

const TERMINAL = 'LaiRA Sample Runs';
/** Recorded seconds per second, as for `npm start`. */
const SPEED = 4;
/** Milliseconds that a replay may take to end with its terminal. */
const STOP_TIMEOUT = 5000;

/**
 * Plays the recorded runs of the package into a folder of the workspace, in a terminal that shows it and ends it.
 * @param source folder of the recorded runs
 * @param begin called when their folder is there and empty, before the first line is written
 * @returns whether they play: a person may have thought better of it
 * @throws where no folder is open, or something else lies where they are to be played
 */
export async function playSampleRuns(source: string, begin: () => void): Promise<boolean> {
  const folder = await chooseFolder();
  if (folder === undefined) return false;
  const destination = join(folder.uri.fsPath, SAMPLE_RUNS);
  if (!(await makeRoom(source, destination))) return false;
  await mkdir(destination, { recursive: true });
  begin();
  const terminal = vscode.window.createTerminal({
    name: TERMINAL,
    message: `Recorded runs train again in ${SAMPLE_RUNS}. Close this terminal to stop them.`,
    cwd: folder.uri,
    // The editor's own Node: none need be installed.
    shellPath: process.execPath,
    shellArgs: [
      join(source, '..', 'dist', 'cli.js'),
      'replay',
      source,
      destination,
      '--speed',
      String(SPEED),
    ],
    env: { ELECTRON_RUN_AS_NODE: '1' },
    iconPath: new vscode.ThemeIcon('play'),
    // A restored terminal would play into a folder that is not empty any more.
    isTransient: true,
  });
  terminal.show(true);
  return true;
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error('Open a folder first: the sample runs are played in it.');
  if (folders.length === 1) return folders[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: 'Which folder are the sample runs played in?',
  });
}

/** Removes sample runs that were played before, if a person agrees. @returns whether the destination is free */
async function makeRoom(source: string, destination: string): Promise<boolean> {
  const found = await inspectReplayFolder(source, destination);
  if (found.kind === 'free') return true;
  if (found.kind === 'foreign') {
    throw new Error(`${found.path} is not of sample runs; move it away, then play them again.`);
  }
  const choice = await vscode.window.showWarningMessage(
    `Sample runs were played in ${destination} before. Replace them?`,
    { modal: true, detail: 'Their logs, and what was changed and decided there, are removed.' },
    'Replace',
  );
  if (choice !== 'Replace') return false;
  await stopPlaying();
  await rm(destination, { recursive: true, maxRetries: 5 });
  return true;
}

/** Closes the terminals of sample runs and waits until nothing writes any more. */
async function stopPlaying(): Promise<void> {
  const playing = vscode.window.terminals.filter(({ name }) => name === TERMINAL);
  for (const terminal of playing) {
    const hasEnded = terminal.exitStatus !== undefined;
    const id = await terminal.processId;
    terminal.dispose();
    if (id !== undefined && !hasEnded) await untilGone(id);
  }
}

async function untilGone(id: number): Promise<void> {
  const end = Date.now() + STOP_TIMEOUT;
  while (isRunning(id)) {
    if (Date.now() > end) throw new Error(`The sample runs still play, in process ${id}: stop it first.`);
    await delay(50);
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

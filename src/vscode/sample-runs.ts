import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.js';
import { inspectReplayFolder, makeReplayFolder } from '../node/replay-folder.js';
import { SAMPLE_RUNS } from './bundle-path.js';
import { ReplayThread } from './replay-thread.js';

/** Recorded seconds per second, as for `npm start`. */
const SPEED = 4;
/** Milliseconds for which it is told that the runs have come to their end. */
const FAREWELL = 20_000;
/** For the command that stops them: whether they play. */
const CONTEXT = 'laira.playsSampleRuns';

/** The recorded runs of the package, which play in a folder of the workspace; an item of the status bar tells so. */
export class SampleRuns implements Disposable {
  private thread: ReplayThread | undefined;
  /** While a person is asked, and room is made. */
  private isPreparing = false;
  private readonly item = vscode.window.createStatusBarItem(
    'laira.sampleRuns',
    vscode.StatusBarAlignment.Left,
    9,
  );

  /**
   * @param source folder of the recorded runs
   * @param threadFile what replays them
   */
  constructor(
    private readonly source: string,
    private readonly threadFile: string,
  ) {
    this.item.name = 'LaiRA: sample runs';
    this.item.command = 'laira.stopSampleRuns';
    this.item.tooltip = `Recorded runs train again in ${SAMPLE_RUNS}. Click to stop them.`;
  }

  /**
   * Plays the runs; those that play already are replaced if a person agrees.
   * @param begin called when their folder is there and empty, before the first line is written
   * @returns whether they play: a person may have thought better of it
   * @throws where no folder is open, or something else lies where they are to be played
   */
  async play(begin: () => void): Promise<boolean> {
    if (this.isPreparing) return false;
    this.isPreparing = true;
    try {
      const destination = await this.prepare();
      if (destination === undefined) return false;
      begin();
      this.start(destination);
      return true;
    } finally {
      this.isPreparing = false;
    }
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    await this.thread?.stop();
  }

  dispose(): void {
    this.thread?.dispose();
    this.item.dispose();
  }

  /** @returns an empty folder to play in; undefined where a person thought better of it */
  private async prepare(): Promise<string | undefined> {
    const folder = await chooseFolder();
    if (folder === undefined) return undefined;
    const destination = join(folder.uri.fsPath, SAMPLE_RUNS);
    if (!(await this.makeRoom(destination))) return undefined;
    await this.stop();
    await makeReplayFolder(destination);
    return destination;
  }

  private start(destination: string): void {
    const request = { source: this.source, destination, speed: SPEED };
    let isPlayed = false;
    const thread = new ReplayThread(this.threadFile, request, (percent) => {
      this.item.text = `$(play) Sample runs ${percent} %`;
      isPlayed = percent === 100;
    });
    this.thread = thread;
    this.item.text = '$(play) Sample runs';
    this.item.show();
    void vscode.commands.executeCommand('setContext', CONTEXT, true);
    void this.follow(thread, () => isPlayed);
  }

  private async follow(thread: ReplayThread, isPlayed: () => boolean): Promise<void> {
    try {
      await thread.ended;
      if (isPlayed()) vscode.window.setStatusBarMessage('The sample runs have come to their end.', FAREWELL);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`The sample runs broke off: ${reason}`);
    }
    if (this.thread !== thread) return;
    this.thread = undefined;
    this.item.hide();
    void vscode.commands.executeCommand('setContext', CONTEXT, false);
  }

  /** Removes sample runs that were played before, if a person agrees. @returns whether the destination is free */
  private async makeRoom(destination: string): Promise<boolean> {
    const found = await inspectReplayFolder(this.source, destination);
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
    await this.stop();
    await rm(destination, { recursive: true, maxRetries: 5 });
    return true;
  }
}

/** The only folder of the workspace, or the one that a person picks. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error('Open a folder first: the sample runs are played in it.');
  if (folders.length === 1) return folders[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: 'Which folder are the sample runs played in?',
  });
}

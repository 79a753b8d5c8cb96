import { afterAll, afterEach, beforeAll } from 'vitest';
import { makeFolder, removeFolder, writeFiles } from './training-folder.js';
import { Window } from './window.js';

/** What lies in a folder before it is opened. */
export interface FolderContents {
  /** Path in the folder -> text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Settings of the workspace beside the theme. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Starts what writes into the folder; returns how to end it. */
  readonly begin?: (folder: string) => () => Promise<void>;
}

/** A folder and a window on it, from the first test of a suite to its last. */
export interface OpenedFolder {
  readonly folder: string;
  readonly window: Window;
}

/** For the tests of the suite that calls this: a window on a new folder. A test that fails leaves a picture. */
export function openFolder(name: string, { files = {}, settings = {}, begin }: FolderContents): OpenedFolder {
  let folder: string | undefined;
  let window: Window | undefined;
  let end: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    folder = await makeFolder(name);
    await writeFiles(folder, {
      ...files,
      '.vscode/settings.json': JSON.stringify({ 'workbench.colorTheme': 'Dark Modern', ...settings }),
    });
    end = begin?.(folder);
    window = await Window.open(folder);
  });
  afterEach((context) => window?.screenshotFailure(context));
  afterAll(async () => {
    await window?.close();
    await end?.();
    if (folder !== undefined) await removeFolder(folder);
  });

  return {
    get folder() {
      return known(folder);
    },
    get window() {
      return known(window);
    },
  };
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The folder is opened when the first test begins, not before.');
  return value;
}

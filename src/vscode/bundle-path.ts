import { isSamePath, join } from '../monitor/paths.js';
import { toPortable } from '../node/file-system.js';
import { BUNDLE_NAME } from '../node/settings.js';

/** Name of the folder in a workspace folder that the sample runs are played into. */
export const SAMPLE_RUNS = 'laira-sample-runs';

/** What is needed of a document that is open in the editor. */
export interface OpenDocument {
  readonly isDirty: boolean;
  readonly uri: { readonly scheme: string; readonly fsPath: string };
}

/**
 * The path of the workspace's bundle.
 * @param folders of the workspace, with forward slashes
 * @param setting as the person wrote it: relative to the first folder unless absolute
 * @returns null for a relative one without a folder
 */
export function bundlePath(folders: readonly string[], setting: string, isWindows?: boolean): string | null {
  const path = toPortable(setting, isWindows);
  if (/^([A-Za-z]:)?[\\/]/.test(path)) return join('/', path);
  const folder = folders[0];
  return folder === undefined ? null : join(folder, path);
}

/**
 * The bundle to follow: the workspace's own; where there is none, that of sample runs played in one of the folders.
 * @param exists whether there is a file or a folder of that path
 */
export function bundleToFollow(
  own: string | null,
  folders: readonly string[],
  exists: (path: string) => boolean,
): string | null {
  if (own === null || exists(own)) return own;
  const samples = folders.map((folder) => join(folder, SAMPLE_RUNS)).find(exists);
  return samples === undefined ? own : join(samples, BUNDLE_NAME);
}

/** Whether the file of that path is open with changes that are not saved. */
export function hasUnsavedChanges(
  documents: readonly OpenDocument[],
  path: string,
  isWindows?: boolean,
): boolean {
  return documents.some(
    ({ isDirty, uri }) =>
      isDirty && uri.scheme === 'file' && isSamePath(toPortable(uri.fsPath, isWindows), path),
  );
}

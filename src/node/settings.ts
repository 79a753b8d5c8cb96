import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../monitor/catalogue.js';
import type { MonitorSettings } from '../protocol/monitor.js';
import { toPortable } from './file-system.js';

/** Name of the bundle that is looked for in a folder. */
export const BUNDLE_NAME = 'laira.json';

/** Settings for the command line; the extension fills the same ones from VS Code's. */
export function defaultSettings(roots: readonly string[], bundle: string | null): MonitorSettings {
  return {
    roots: roots.map((root) => toPortable(resolve(root))),
    bundle: bundle === null ? null : toPortable(resolve(bundle)),
    include: DEFAULT_INCLUDE,
    exclude: DEFAULT_EXCLUDE,
    metrics: {},
    patterns: {},
    method: 'dkf',
    policy: 'laira-index',
    calibrate: true,
    pollSeconds: 1,
    undoSeconds: 5,
    by: whoDecides(),
  };
}

/** The person at the keyboard, for the ledger. */
export function whoDecides(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

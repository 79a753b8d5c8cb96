import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { toPortable } from '../node/file-system.js';
import { BUNDLE_NAME, whoDecides } from '../node/settings.js';
import type { MonitorSettings } from '../protocol/monitor.js';
import { bundlePath, bundleToFollow } from './bundle-path.js';

/** The monitor's settings from VS Code's; the manifest holds the defaults. */
export function readSettings(): MonitorSettings {
  const settings = vscode.workspace.getConfiguration('laira');
  const folders = workspaceFolders();
  return {
    roots: [...folders, ...settings.get<readonly string[]>('folders', []).map(absolute)],
    bundle: bundleToFollow(newBundlePath(), folders, existsSync),
    include: settings.get<readonly string[]>('include', []),
    exclude: settings.get<readonly string[]>('exclude', []),
    patterns: plain(settings.get<Readonly<Record<string, string>>>('patterns', {})),
    metrics: plain(settings.get<Readonly<Record<string, string>>>('metrics', {})),
    method: settings.get('method', 'dkf'),
    policy: settings.get('policy', 'laira-index'),
    calibrate: settings.get('calibrateIntervals', true),
    pollSeconds: Math.max(0.1, settings.get('pollInterval', 1)),
    undoSeconds: Math.max(0, settings.get('undoSeconds', 5)),
    by: whoDecides(),
  };
}

/** VS Code hands out proxies, which cannot go to a worker. */
function plain(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record));
}

/** `~` is the home folder. */
function absolute(path: string): string {
  return toPortable(path.startsWith('~') ? join(homedir(), path.slice(1)) : path);
}

/** Whether a change of configuration asks for another monitor. */
export function affectsMonitor(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration('laira');
}

/** Where a new bundle is written. */
export function newBundlePath(): string | null {
  return bundlePath(
    workspaceFolders(),
    vscode.workspace.getConfiguration('laira').get('bundle', BUNDLE_NAME),
  );
}

function workspaceFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => toPortable(folder.uri.fsPath));
}

/** The folder of a bundle's path. */
export function bundleFolder(path: string): string {
  return toPortable(dirname(path));
}

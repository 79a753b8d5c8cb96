import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { HostTest } from './host-test.js';
import { lairaApi, lairaExtension } from './laira-api.js';

export const emptyFolderTests: readonly HostTest[] = [
  {
    // This suite starts on `onStartupFinished`, which comes after every search for `workspaceContains`.
    name: 'the extension sleeps in a folder without logs and without a bundle',
    run: () => {
      assert.equal(lairaExtension().isActive, false);
    },
  },
  {
    name: 'a command wakes it, and it finds nothing',
    run: async () => {
      await vscode.commands.executeCommand('laira.refresh');
      assert.equal(lairaExtension().isActive, true);
      const api = await lairaApi();
      await api.whenScanned();
      assert.deepEqual(api.state().runs, []);
      assert.deepEqual(api.state().recommendations, []);
      assert.equal(api.state().bundle, null);
    },
  },
];

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { BUNDLE_NAME } from '../node/settings.js';
import type { MonitorState } from '../protocol/runs.js';
import { BundleDiagnostics } from './bundle-diagnostics.js';
import { registerCommands } from './commands.js';
import { ACCURACY_PAGE, AnalysisPanel, WHAT_IF_PAGE } from './analysis-panel.js';
import { DashboardPanel } from './dashboard-panel.js';
import { MonitorClient } from './monitor-client.js';
import { RunsTree } from './runs-tree.js';
import { SampleRuns } from './sample-runs.js';
import { affectsMonitor, readSettings } from './settings.js';
import { withSlowProgress } from './slow-progress.js';
import { StatusBar } from './status-bar.js';

/** What the extension offers to other extensions (and to its own tests). */
export interface LairaApi {
  state(): MonitorState;
  /** Resolves after the first look through the folders. */
  whenScanned(): Promise<void>;
  onDidChange(listener: (state: MonitorState) => void): Disposable;
  /** Accepts the first recommendation, for its run or for another one (by name). Rejects with the reason. */
  accept(run?: string): Promise<void>;
  /** Takes the slice that has not started yet back. */
  undo(): Promise<void>;
  /** Milliseconds that activation took. */
  readonly activationMs: number;
}

export function activate(context: vscode.ExtensionContext): LairaApi {
  const begun = performance.now();
  const store = new DisposableStore();
  context.subscriptions.push(store);

  const client = store.track(new MonitorClient(context.asAbsolutePath('dist/worker.cjs')));
  const analysisFile = context.asAbsolutePath('dist/analysis.cjs');
  const panels = {
    dashboard: store.track(new DashboardPanel(context.extensionUri, client)),
    accuracy: store.track(new AnalysisPanel(context.extensionUri, ACCURACY_PAGE, analysisFile, client)),
    whatIf: store.track(new AnalysisPanel(context.extensionUri, WHAT_IF_PAGE, analysisFile, client)),
  };
  const tree = store.track(new RunsTree(client));
  store.track(new StatusBar(client));
  store.track(new BundleDiagnostics());
  const sampleRuns = store.track(
    new SampleRuns(context.asAbsolutePath('sample-runs'), context.asAbsolutePath('dist/replay.cjs')),
  );
  store.track(registerCommands(client, panels, tree, sampleRuns));

  const start = (): void => {
    client.start(readSettings());
  };
  store.track(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (affectsMonitor(event)) start();
    }),
  );
  store.track(vscode.workspace.onDidChangeWorkspaceFolders(start));
  store.track(followBundles(client));
  start();
  void withSlowProgress(client.whenScanned());

  return {
    state: () => client.state,
    whenScanned: () => client.whenScanned(),
    onDidChange: (listener) => client.onDidChange(listener),
    accept: async (run) => {
      const advice = client.state.recommendations[0];
      if (advice === undefined) throw new Error('There is nothing to accept.');
      const chosen = client.state.runs.find((view) => view.name === run)?.id ?? advice.run;
      await client.ask('intend', { type: 'accept', recommendation: advice.id, run: chosen, reason: '' });
    },
    undo: async () => {
      const slice = client.state.slices.find((entry) => entry.state === 'starting');
      if (slice === undefined) throw new Error('There is no slice that can still be undone.');
      await client.ask('intend', { type: 'undo', resource: slice.resource, slice: slice.slice });
    },
    activationMs: performance.now() - begun,
  };
}

/** A bundle that comes or goes may be the one to follow. */
function followBundles(client: MonitorClient): Disposable {
  const store = new DisposableStore();
  const watcher = store.track(vscode.workspace.createFileSystemWatcher(`**/${BUNDLE_NAME}`, false, true));
  const follow = (): void => {
    client.followBundle(readSettings());
  };
  store.track(watcher.onDidCreate(follow));
  store.track(watcher.onDidDelete(follow));
  return store;
}

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { decodeFromDashboard, type FromDashboard, type ToDashboard } from '../protocol/dashboard.js';
import { encodeNumbers } from '../protocol/message-numbers.js';
import type { MonitorUpdate } from '../protocol/monitor.js';
import type { MonitorClient } from './monitor-client.js';

const TYPE = 'laira.dashboard';

/** Handles an intent that is not the monitor's business: opening a log, a dialog. */
export type LocalIntent = Exclude<FromDashboard, { readonly type: 'ready' | 'accept' | 'skip' | 'undo' }>;

/** The dashboard: at most one panel, restored with the window. It draws what it is told and keeps nothing hidden. */
export class DashboardPanels implements Disposable, vscode.WebviewPanelSerializer {
  private readonly store = new DisposableStore();
  private panel: vscode.WebviewPanel | undefined;
  /** The page has asked for its snapshot and may be sent updates. */
  private ready = false;
  private selectWhenReady: string | undefined;
  private localIntent: (intent: LocalIntent) => void = () => undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly client: MonitorClient,
  ) {
    this.store.track(vscode.window.registerWebviewPanelSerializer(TYPE, this));
    this.store.track(
      client.onDidUpdate((update) => {
        if (this.ready) this.post(toMessage(update));
      }),
    );
  }

  onLocalIntent(handler: (intent: LocalIntent) => void): void {
    this.localIntent = handler;
  }

  /** Opens or shows the dashboard. @param run id of a run to select */
  open(run?: string): void {
    if (this.panel === undefined) {
      this.selectWhenReady = run;
      this.adopt(
        vscode.window.createWebviewPanel(TYPE, 'LaiRA Dashboard', vscode.ViewColumn.Active, {
          enableScripts: true,
          localResourceRoots: [this.webviewFolder()],
        }),
      );
      return;
    }
    this.panel.reveal();
    if (run !== undefined) {
      if (this.ready) this.post({ type: 'select', run });
      else this.selectWhenReady = run;
    }
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.webviewFolder()] };
    this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.panel?.dispose();
    this.store.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.ready = false;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'laira.svg');
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const intent = decodeFromDashboard(message);
      if (intent !== undefined) void this.receive(intent);
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away; it asks for everything when it is shown again.
      if (!panel.visible) this.pause();
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.pause();
    });
    panel.webview.html = this.html(panel.webview);
  }

  private pause(): void {
    this.ready = false;
    this.client.ask('curves', false).catch(() => undefined);
  }

  private async receive(intent: FromDashboard): Promise<void> {
    try {
      switch (intent.type) {
        case 'ready':
          this.ready = true;
          await this.client.ask('curves', true);
          await this.client.ask('whole', null);
          if (this.selectWhenReady !== undefined) this.post({ type: 'select', run: this.selectWhenReady });
          this.selectWhenReady = undefined;
          break;
        case 'accept':
        case 'skip':
        case 'undo':
          await this.client.ask('intend', intent);
          break;
        case 'set-target':
        case 'open-log':
        case 'open-bundle':
        case 'explain':
          this.localIntent(intent);
          break;
      }
    } catch (error) {
      this.post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  private post(message: ToDashboard): void {
    void this.panel?.webview.postMessage(encodeNumbers(message));
  }

  private webviewFolder(): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
  }

  private html(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString('base64');
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.webviewFolder(), name)).toString();
    const policy = [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}'`,
      `style-src ${webview.cspSource} 'unsafe-inline'`,
      `img-src ${webview.cspSource} data:`,
      `font-src ${webview.cspSource}`,
    ].join('; ');
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('dashboard.css')}">
<title>LaiRA Dashboard</title>
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${file('dashboard.js')}"></script>
</body>
</html>`;
  }
}

function toMessage({ whole, revision, state, curves, forecasts }: MonitorUpdate): ToDashboard {
  return { type: whole ? 'snapshot' : 'update', revision, state, curves, forecasts };
}

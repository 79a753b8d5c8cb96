import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';

/** What is particular to one page. */
export interface PageDescription {
  /** Type of the panel, as the manifest and the serializer know it. */
  readonly type: string;
  readonly title: string;
  /** Name of the bundle in dist/webview: `<name>.js` and `<name>.css`. */
  readonly name: string;
}

/** What the owner of a page does; `shown` pages alone can be sent messages. */
export interface PageOwner {
  /** The page sent something; what it is, is the owner's to decode. */
  receive(message: unknown): void;
  /** The page is gone: hidden pages are thrown away, and ask for everything when they are shown again. */
  hidden(): void;
}

/** One kind of page: at most one panel of it, restored with the window. */
export class PagePanel implements Disposable, vscode.WebviewPanelSerializer {
  private readonly store = new DisposableStore();
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly page: PageDescription,
    private readonly owner: PageOwner,
  ) {
    this.store.track(vscode.window.registerWebviewPanelSerializer(page.type, this));
  }

  /** Opens the page, or shows it where it is. */
  open(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    const { type, title } = this.page;
    this.adopt(vscode.window.createWebviewPanel(type, title, vscode.ViewColumn.Active));
  }

  /** VS Code turns the message into JSON: no NaN, no infinities, except in typed arrays. */
  post(message: unknown): void {
    void this.panel?.webview.postMessage(message);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.panel?.dispose();
    this.store.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.folder()] };
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(this.extensionUri, 'media', `laira-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      this.owner.receive(message);
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.owner.hidden();
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.owner.hidden();
    });
    panel.webview.html = this.html(panel.webview);
  }

  private folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
  }

  private html(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString('base64');
    const file = (extension: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.folder(), `${this.page.name}.${extension}`)).toString();
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
<link rel="stylesheet" href="${file('css')}">
<title>${this.page.title}</title>
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
  }
}

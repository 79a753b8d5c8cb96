import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.js';
import type { RunView } from '../protocol/runs.js';
import type { MonitorClient } from './monitor-client.js';

const SCHEME = 'laira-explanation';

/** Why runs are shown as they are, as documents that nobody is asked to save. */
export class Explanations extends DisposableStore implements vscode.TextDocumentContentProvider {
  private readonly renewed = this.track(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.renewed.event;

  constructor(private readonly client: MonitorClient) {
    super();
    this.track(vscode.workspace.registerTextDocumentContentProvider(SCHEME, this));
  }

  /** Opens the explanation of a run as it is now. */
  async show({ id, name }: RunView): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name.replace(/.*[\\/]/, '')}.md`, query: id });
    // An explanation that is still open is made anew.
    this.renewed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async provideTextDocumentContent({ path, query }: vscode.Uri): Promise<string> {
    const explanation = await this.client.ask('explain', query);
    return explanation?.text ?? `${path.slice(1, -'.md'.length)} is not there any more.\n`;
  }
}

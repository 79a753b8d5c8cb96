import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { parseBundle } from '../monitor/bundle.js';
import { BUNDLE_NAME } from '../node/settings.js';

/** Squiggles in open bundles, at the place of each problem, as one types. */
export class BundleDiagnostics implements Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.track(vscode.languages.createDiagnosticCollection('laira'));

  constructor() {
    for (const document of vscode.workspace.textDocuments) this.check(document);
    this.store.track(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.check(document);
      }),
    );
    this.store.track(
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.check(event.document);
      }),
    );
    this.store.track(
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.collection.delete(document.uri);
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private check(document: vscode.TextDocument): void {
    if (!document.uri.path.endsWith(`/${BUNDLE_NAME}`)) return;
    const { problems } = parseBundle(document.uri.path, document.getText());
    this.collection.set(
      document.uri,
      problems.map((problem) => {
        const range = new vscode.Range(
          document.positionAt(problem.offset),
          document.positionAt(problem.offset + problem.length),
        );
        const severity =
          problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
        const diagnostic = new vscode.Diagnostic(range, problem.message, severity);
        diagnostic.source = 'LaiRA';
        return diagnostic;
      }),
    );
  }
}

import * as vscode from 'vscode';

/** Milliseconds that work may take before it is worth a sign of progress. */
const PATIENCE = 500;

/** Awaits a piece of work, with a sign of progress in the view of the runs where it takes long. */
export async function withSlowProgress<T>(work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    void vscode.window.withProgress({ location: { viewId: 'laira.runs' } }, () =>
      work.then(
        () => undefined,
        () => undefined,
      ),
    );
  }, PATIENCE);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

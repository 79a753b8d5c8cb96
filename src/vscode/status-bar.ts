import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { adviceTitle } from '../protocol/advice-words.js';
import type { MonitorState } from '../protocol/runs.js';
import type { MonitorClient } from './monitor-client.js';

/** `3 feasible, 1 at risk, 2 infeasible` in the status bar; hidden while there are no runs. */
export class StatusBar implements Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.track(
    vscode.window.createStatusBarItem('laira.status', vscode.StatusBarAlignment.Left, 10),
  );

  constructor(client: MonitorClient) {
    this.item.name = 'LaiRA: training runs';
    this.item.command = 'laira.openDashboard';
    this.store.track(
      client.onDidChange((state) => {
        this.show(state);
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private show(state: MonitorState): void {
    if (state.runs.length === 0) {
      this.item.hide();
      return;
    }
    const text = summarise(state);
    this.item.text = `$(graph-line) ${text}`;
    const advice = state.recommendations[0];
    this.item.tooltip =
      advice === undefined ? text : `${text}\nNext slice: ${adviceTitle(advice)}. ${advice.reason}`;
    this.item.accessibilityInformation = { label: `Training runs: ${text}` };
    this.item.show();
  }
}

/** Counts of the verdicts in words. */
export function summarise(state: MonitorState): string {
  const tasks = state.runs.filter((run) => run.task !== null);
  if (tasks.length === 0) return `${state.runs.length} run${state.runs.length === 1 ? '' : 's'}`;
  const open = tasks.filter((run) => run.status !== 'reached' && run.status !== 'missed');
  const count = (verdict: string): number => open.filter((run) => run.verdict === verdict).length;
  const reached = tasks.filter((run) => run.status === 'reached').length;
  const missed = tasks.filter((run) => run.status === 'missed').length;
  return [
    [reached, 'reached'],
    [count('feasible'), 'feasible'],
    [count('at-risk'), 'at risk'],
    [count('infeasible'), 'infeasible'],
    [count('unknown'), 'too early to say'],
    [missed, 'missed'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

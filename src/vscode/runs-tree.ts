import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { formatDuration } from '../base/duration.js';
import { formatLoss, formatProbability } from '../base/number-format.js';
import type { ProblemView, RunView } from '../protocol/runs.js';
import type { MonitorClient } from './monitor-client.js';

/** A row of the tree: a run, or one of its problems. */
export type RunsNode =
  | { readonly kind: 'run'; readonly run: RunView }
  | { readonly kind: 'problem'; readonly run: RunView; readonly problem: ProblemView };

/** The view "Runs": each run with its verdict, latest loss and forecast; its problems below it. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.track(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<RunsNode>;
  private shown = '';

  constructor(private readonly client: MonitorClient) {
    this.view = this.store.track(vscode.window.createTreeView('laira.runs', { treeDataProvider: this }));
    this.store.track(
      client.onDidChange((state) => {
        const rows = state.runs.map(
          (run) => `${run.id} ${label(run)} ${describe(run)} ${run.problems.length}`,
        );
        const next = [state.scanned, ...rows].join('\n');
        if (next === this.shown) return;
        this.shown = next;
        this.view.message = state.scanned || state.runs.length > 0 ? '' : 'Looking for training logs…';
        void vscode.commands.executeCommand('setContext', 'laira.scanned', state.scanned);
        this.changed.fire(undefined);
      }),
    );
  }

  /** The run that is selected in the tree. */
  get selected(): RunView | undefined {
    return this.view.selection[0]?.run;
  }

  getChildren(node?: RunsNode): RunsNode[] {
    if (node === undefined) return this.client.state.runs.map((run) => ({ kind: 'run', run }));
    if (node.kind === 'problem') return [];
    return node.run.problems.map((problem) => ({ kind: 'problem', run: node.run, problem }));
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    return node.kind === 'run' ? runItem(node.run) : problemItem(node.run, node.problem);
  }

  dispose(): void {
    this.store.dispose();
  }
}

function runItem(run: RunView): vscode.TreeItem {
  const collapsible =
    run.problems.length > 0
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(run.name, collapsible);
  item.id = run.id;
  item.contextValue = 'run';
  item.iconPath = icon(run);
  item.description = describe(run);
  item.tooltip = tooltip(run);
  item.accessibilityInformation = { label: `${run.name}, ${label(run)}, ${describe(run)}` };
  item.command = {
    command: 'laira.openDashboard',
    title: 'Open Dashboard',
    arguments: [{ kind: 'run', run }],
  };
  return item;
}

function problemItem(run: RunView, problem: ProblemView): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message);
  item.contextValue = 'problem';
  item.iconPath = new vscode.ThemeIcon('warning');
  const place = problem.line === undefined ? `byte ${problem.offset ?? 0}` : `line ${problem.line}`;
  item.description = place;
  item.tooltip = `${problem.file}, ${place}: ${problem.message}`;
  item.command = {
    command: 'laira.openLog',
    title: 'Open Log',
    arguments: [{ kind: 'problem', run, problem }],
  };
  return item;
}

/** A verdict is a shape and a colour here, and a word in the description. */
function icon(run: RunView): vscode.ThemeIcon {
  const of = (name: string, colour: string): vscode.ThemeIcon =>
    new vscode.ThemeIcon(name, new vscode.ThemeColor(colour));
  switch (run.status) {
    case 'reached':
      return of('pass-filled', 'charts.green');
    case 'missed':
      return of('circle-slash', 'charts.red');
    case 'diverged':
      return of('error', 'charts.red');
    case 'waiting':
      return of('watch', 'charts.foreground');
    case 'stalled':
    case 'running':
      break;
  }
  if (run.task === null) return of('graph-line', 'charts.foreground');
  switch (run.verdict) {
    case 'feasible':
      return of('triangle-up', 'charts.green');
    case 'at-risk':
      return of('warning', 'charts.yellow');
    case 'infeasible':
      return of('triangle-down', 'charts.red');
    case 'unknown':
      return of('question', 'charts.foreground');
  }
}

function label(run: RunView): string {
  if (run.status !== 'running') return run.status;
  if (run.task === null) return 'no target';
  return {
    feasible: 'feasible',
    'at-risk': 'at risk',
    infeasible: 'infeasible',
    unknown: 'too early to say',
  }[run.verdict];
}

function describe(run: RunView): string {
  const forecast = run.methods[0];
  const parts = [label(run)];
  if (run.allowed === false) parts.push('paused');
  if (!Number.isNaN(run.loss)) {
    const open = run.status === 'running' || run.status === 'stalled';
    const ahead =
      forecast === undefined || !open || Number.isNaN(forecast.loss) ? '' : ` → ${formatLoss(forecast.loss)}`;
    parts.push(`${formatLoss(run.loss)}${ahead}`);
  }
  if (run.task !== null && run.status === 'running' && !Number.isNaN(run.probability)) {
    parts.push(formatProbability(run.probability));
  }
  return parts.join(' · ');
}

function tooltip(run: RunView): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${run.name}**\n\n`);
  text.appendText(run.reason);
  text.appendMarkdown('\n\n');
  for (const method of run.methods) {
    const trust = Number.isNaN(method.relativeError)
      ? ''
      : `, so far off by ${Math.round(method.relativeError * 100)} %`;
    text.appendMarkdown(`- ${method.title}: ${formatLoss(method.loss)}${trust}\n`);
  }
  if (run.task !== null && Number.isFinite(run.timeToTarget)) {
    text.appendMarkdown(`\nNeeds about ${formatDuration(run.timeToTarget)} of the machine.`);
  }
  return text;
}

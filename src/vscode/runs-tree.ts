import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { formatDuration } from '../base/duration.js';
import { formatLoss } from '../base/number-format.js';
import type { ProblemView, RunView } from '../protocol/runs.js';
import type { MonitorClient } from './monitor-client.js';
import { describeRun, labelOf, ShownRows } from './run-rows.js';
import { Throttle } from './throttle.js';

/** Milliseconds between two refreshes of the tree: nobody reads faster, and reports come many times a second. */
const REFRESH_INTERVAL = 1000;

/** A row of the tree: a run, or one of its problems. The row of a run stays the same object while the run is there. */
export type RunsNode = RunNode | ProblemNode;

interface RunNode {
  readonly kind: 'run';
  run: RunView;
}

interface ProblemNode {
  readonly kind: 'problem';
  readonly run: RunView;
  readonly problem: ProblemView;
}

/** The view "Runs": each run with its verdict, latest loss and forecast; its problems below it. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.track(new vscode.EventEmitter<RunsNode[] | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<RunsNode>;
  private readonly shown = new ShownRows();
  private nodes = new Map<string, RunNode>();
  private scanned: boolean | undefined;

  constructor(private readonly client: MonitorClient) {
    this.view = this.store.track(vscode.window.createTreeView('laira.runs', { treeDataProvider: this }));
    const throttle = this.store.track(
      new Throttle(REFRESH_INTERVAL, () => {
        this.refresh();
      }),
    );
    this.store.track(
      client.onDidChange(() => {
        throttle.request();
      }),
    );
  }

  /** The run that is selected in the tree. */
  get selected(): RunView | undefined {
    return this.view.selection[0]?.run;
  }

  getChildren(node?: RunsNode): RunsNode[] {
    if (node === undefined) return [...this.nodes.values()];
    if (node.kind === 'problem') return [];
    return node.run.problems.map((problem) => ({ kind: 'problem', run: node.run, problem }));
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    return node.kind === 'run' ? runItem(node) : problemItem(node.run, node.problem);
  }

  dispose(): void {
    this.store.dispose();
  }

  private refresh(): void {
    const { scanned, runs } = this.client.state;
    const message = scanned || runs.length > 0 ? '' : 'Looking for training logs…';
    if (message !== (this.view.message ?? '')) this.view.message = message;
    if (scanned !== this.scanned) {
      this.scanned = scanned;
      void vscode.commands.executeCommand('setContext', 'laira.scanned', scanned);
    }
    const { whole, changed } = this.shown.update(runs);
    this.nodes = new Map(runs.map((run) => [run.id, this.nodeOf(run)]));
    if (whole) this.changed.fire(undefined);
    else if (changed.length > 0) this.changed.fire(changed.flatMap((id) => this.nodes.get(id) ?? []));
  }

  private nodeOf(run: RunView): RunNode {
    const node = this.nodes.get(run.id);
    if (node === undefined) return { kind: 'run', run };
    node.run = run;
    return node;
  }
}

function runItem(node: RunNode): vscode.TreeItem {
  const { run } = node;
  const collapsible =
    run.problems.length > 0
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(run.name, collapsible);
  item.id = run.id;
  item.contextValue = 'run';
  item.iconPath = icon(run);
  item.description = describeRun(run);
  item.tooltip = tooltip(run);
  item.accessibilityInformation = { label: `${run.name}, ${labelOf(run)}, ${describeRun(run)}` };
  item.command = {
    command: 'laira.openDashboard',
    title: 'Open Dashboard',
    arguments: [node],
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

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { formatDuration } from '../base/duration.js';
import { formatProbability } from '../base/number-format.js';
import { adviceTitle } from '../protocol/advice-words.js';
import type { Intent } from '../protocol/monitor.js';
import type { RecommendationView, RunView } from '../protocol/runs.js';
import type { AnalysisPanel } from './analysis-panel.js';
import type { DashboardPanel, LocalIntent } from './dashboard-panel.js';
import { Explanations } from './explanations.js';
import type { MonitorClient } from './monitor-client.js';
import type { RunsNode, RunsTree } from './runs-tree.js';
import type { SampleRuns } from './sample-runs.js';
import { newBundlePath, readSettings } from './settings.js';
import { setTargetAndDeadline, writeTask } from './set-target.js';
import { withSlowProgress } from './slow-progress.js';

/** The pages of the extension. */
export interface Panels {
  readonly dashboard: DashboardPanel;
  readonly accuracy: AnalysisPanel;
  readonly whatIf: AnalysisPanel;
}

/** Registers every command of the category "LaiRA". */
export function registerCommands(
  client: MonitorClient,
  panels: Panels,
  tree: RunsTree,
  sampleRuns: SampleRuns,
): Disposable {
  const store = new DisposableStore();
  const commands = new Commands(client, tree, store.track(new Explanations(client)));
  panels.dashboard.onLocalIntent((intent) => {
    void tellFailure(() => commands.local(intent));
  });
  const handlers: Readonly<Record<string, (node?: RunsNode) => Promise<void> | void>> = {
    'laira.openDashboard': (node) => {
      panels.dashboard.open(node?.run.id);
    },
    'laira.openAccuracy': () => {
      panels.accuracy.open();
    },
    'laira.openWhatIf': () => {
      panels.whatIf.open();
    },
    'laira.setTarget': (node) => commands.setTarget(node?.run),
    'laira.acceptRecommendation': () => commands.accept(),
    'laira.giveToAnother': () => commands.giveToAnother(),
    'laira.skipRecommendation': () => commands.skip(),
    'laira.undoAcceptance': () => commands.undo(),
    'laira.openBundle': () => commands.openBundle(),
    'laira.refresh': () => commands.refresh(),
    'laira.explain': (node) => commands.explain(node?.run),
    'laira.openLog': (node) => commands.openLog(node),
    'laira.chooseMetric': (node) => commands.chooseMetric(node?.run),
    'laira.playSampleRuns': async () => {
      const play = await sampleRuns.play(() => {
        client.start(readSettings());
      });
      if (play) panels.dashboard.open();
    },
    'laira.stopSampleRuns': () => sampleRuns.stop(),
  };
  for (const [name, handler] of Object.entries(handlers)) {
    store.track(vscode.commands.registerCommand(name, (node?: RunsNode) => tellFailure(() => handler(node))));
  }
  return store;
}

/** Does what a person asked for; what stands in its way is told. */
async function tellFailure(work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

class Commands {
  constructor(
    private readonly client: MonitorClient,
    private readonly tree: RunsTree,
    private readonly explanations: Explanations,
  ) {}

  /** What the dashboard asks of the editor itself. */
  async local(intent: LocalIntent): Promise<void> {
    const run = 'run' in intent ? this.client.state.runs.find((view) => view.id === intent.run) : undefined;
    switch (intent.type) {
      case 'set-target':
        await this.setTarget(run);
        break;
      case 'open-log':
        await this.openFile(run?.files[0], intent.line);
        break;
      case 'open-bundle':
        await this.openBundle();
        break;
      case 'open-settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', '@ext:laira.laira');
        break;
      case 'play-sample-runs':
        await vscode.commands.executeCommand('laira.playSampleRuns');
        break;
      case 'explain':
        await this.explain(run);
        break;
    }
  }

  async setTarget(given?: RunView): Promise<void> {
    const run = given ?? (await this.pickRun('Which run gets a target and a deadline?'));
    if (run === undefined) return;
    const path = (run.task === null ? undefined : this.client.state.bundle?.file) ?? newBundlePath();
    if (path === null) throw new Error('Open a folder first: the bundle is written there.');
    if (!(await setTargetAndDeadline(run, path))) return;
    this.client.followBundle(readSettings());
    await this.client.ask('refresh', null);
  }

  async accept(): Promise<void> {
    const advice = this.advice();
    await this.intend({ type: 'accept', recommendation: advice.id, run: advice.run, reason: '' });
    this.offerUndo(`Next slice: ${adviceTitle(advice)}.`);
  }

  async giveToAnother(): Promise<void> {
    const advice = this.advice();
    const picks = advice.alternatives
      .filter((candidate) => candidate.run !== advice.run)
      .map((candidate) => ({
        label: candidate.name,
        description: `${formatProbability(candidate.probability)} · needs ${formatDuration(candidate.remainingTime)}`,
        run: candidate.run,
      }));
    if (picks.length === 0) throw new Error('There is no other candidate for the next slice.');
    const pick = await vscode.window.showQuickPick(picks, {
      placeHolder: `Recommended is ${adviceTitle(advice)}. Who gets the slice instead?`,
    });
    if (pick === undefined) return;
    const reason = await vscode.window.showInputBox({ prompt: 'Why? (for the ledger; may stay empty)' });
    if (reason === undefined) return;
    await this.intend({ type: 'accept', recommendation: advice.id, run: pick.run, reason });
    this.offerUndo(`${pick.label} gets the next slice.`);
  }

  async skip(): Promise<void> {
    await this.intend({ type: 'skip', recommendation: this.advice().id });
  }

  async undo(): Promise<void> {
    const slice = this.client.state.slices.find((entry) => entry.state === 'starting');
    if (slice === undefined) throw new Error('There is no slice that can still be undone.');
    await this.intend({ type: 'undo', resource: slice.resource, slice: slice.slice });
  }

  async openBundle(): Promise<void> {
    const path = this.client.state.bundle?.file ?? newBundlePath();
    if (path === null) throw new Error('Open a folder first: a bundle belongs to a folder.');
    try {
      await this.openFile(path);
    } catch {
      throw new Error('There is no bundle yet: "LaiRA: Set Target and Deadline…" writes one.');
    }
  }

  async refresh(): Promise<void> {
    await withSlowProgress(this.client.ask('refresh', null));
  }

  async explain(given?: RunView): Promise<void> {
    const run = given ?? (await this.pickRun('Explain which run?'));
    if (run === undefined) return;
    await this.explanations.show(run);
  }

  async openLog(node?: RunsNode): Promise<void> {
    const run = node?.run ?? (await this.pickRun('Open the log of which run?'));
    if (run === undefined) return;
    if (node?.kind === 'problem') await this.openFile(node.problem.file, node.problem.line);
    else await this.openFile(run.files[0]);
  }

  /** The choice is kept in the workspace's settings, or in the bundle for its tasks. */
  async chooseMetric(given?: RunView): Promise<void> {
    const run = given ?? (await this.pickRun('Choose the training loss of which run?'));
    if (run === undefined) return;
    const metrics = await this.client.ask('metrics', run.id);
    const byRules = { label: 'By the rules', description: 'let LaiRA choose', metric: undefined };
    const picks = metrics.map((metric) => ({
      label: metric,
      description: metric === run.metric ? 'taken now' : '',
      metric,
    }));
    const pick = await vscode.window.showQuickPick(run.task === null ? [byRules, ...picks] : picks, {
      placeHolder: `Which metric is the training loss of ${run.name}? ${run.metricReason}`,
    });
    if (pick === undefined) return;
    if (run.task !== null && pick.metric !== undefined) {
      await writeTask({ name: run.name, metric: pick.metric }, this.client.state.bundle?.file ?? '');
      await this.client.ask('refresh', null);
      return;
    }
    const settings = vscode.workspace.getConfiguration('laira');
    const others = Object.entries(settings.get<Readonly<Record<string, string>>>('metrics', {})).filter(
      ([name]) => name !== run.name,
    );
    const chosen = pick.metric === undefined ? others : [...others, [run.name, pick.metric] as const];
    await settings.update('metrics', Object.fromEntries(chosen), vscode.ConfigurationTarget.Workspace);
  }

  /** Opens a text file at a line; a binary one in the editor that VS Code has for it. */
  private async openFile(path: string | undefined, line?: number): Promise<void> {
    if (path === undefined) throw new Error('This run has no log yet.');
    const uri = vscode.Uri.file(path);
    const at = line === undefined ? {} : { selection: new vscode.Range(line - 1, 0, line - 1, 0) };
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true, ...at });
  }

  private intend(intent: Intent): Promise<true> {
    return this.client.ask('intend', intent);
  }

  private offerUndo(text: string): void {
    void vscode.window.showInformationMessage(text, 'Undo').then(async (choice) => {
      if (choice === 'Undo') await vscode.commands.executeCommand('laira.undoAcceptance');
    });
  }

  private advice(): RecommendationView {
    const advice = this.client.state.recommendations[0];
    if (advice === undefined) {
      throw new Error(
        'There is no recommendation now: a slice is in force, or no task with a target is open.',
      );
    }
    return advice;
  }

  private async pickRun(placeHolder: string): Promise<RunView | undefined> {
    const { selected } = this.tree;
    const runs = this.client.state.runs;
    if (runs.length === 0) throw new Error('No runs are found yet; see the setting laira.include.');
    const picks = runs.map((run) => ({
      label: run.name,
      description: run.reason,
      run,
      picked: run.id === selected?.id,
    }));
    return (await vscode.window.showQuickPick(picks, { placeHolder, ignoreFocusOut: true }))?.run;
  }
}

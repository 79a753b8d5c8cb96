import { DisposableStore, type Disposable } from '../base/disposable.js';
import { Emitter } from '../base/emitter.js';
import { ESTIMATORS, estimatorByName } from '../core/estimators/registry.js';
import type { EstimatorDefinition } from '../core/estimators/estimator.js';
import type { PolicyDefinition } from '../core/policies/policy.js';
import { policyByName } from '../core/policies/registry.js';
import type { RunRecording } from '../protocol/analysis.js';
import type { Intent, MonitorSettings, MonitorUpdate, RunExplanation } from '../protocol/monitor.js';
import type { MonitorState, ProblemView, RunView } from '../protocol/runs.js';
import type { Actuator } from './actuator.js';
import { type Advice, RefusedIntent } from './advice.js';
import { Assessment, type Standing } from './assessment.js';
import { BundleAdvice } from './bundle-advice.js';
import { BundleFile } from './bundle-file.js';
import { CurveFeed } from './curve-feed.js';
import { explainRun } from './explanation.js';
import { FolderWatches } from './folder-watches.js';
import type { Clock, Databases, FileSource, FileStore } from './ports.js';
import { IntervalRecord } from './interval-record.js';
import type { Run } from './run.js';
import { isPast } from './elapsed.js';
import { Pulse } from './pulse.js';
import { RunSet, taskRunId } from './run-set.js';
import { isOfTraining } from './training-evidence.js';

/** Methods that every run is fed to, beside the one that makes the verdicts. */
const COMPARED = ['dkf', 'dkf-paper', 'wls'] as const;
const DEFAULT_POLICY = 'laira-index';
/** Seconds between two looks through the folders for new logs. */
const DISCOVER_SECONDS = 10;
/** Milliseconds between two updates at least: views need no more, and reading goes on meanwhile. */
const UPDATE_INTERVAL = 60;
/** Milliseconds after which every run is assessed again, though nothing arrived: deadlines come nearer. */
const REASSESS_INTERVAL = 2000;

/** The part of a state that a look at the disk makes. */
type Findings = Pick<
  MonitorState,
  'bundle' | 'runs' | 'intervals' | 'recommendations' | 'slices' | 'problems'
>;

const NOTHING_YET: Findings = {
  bundle: null,
  runs: [],
  intervals: [],
  recommendations: [],
  slices: [],
  problems: [],
};
const NO_STANDING: Standing = { score: NaN, requiredRate: NaN, predictedRate: NaN, allowed: null };

export interface MonitorPorts {
  readonly source: FileSource;
  readonly store: FileStore;
  readonly databases: Databases;
  readonly clock: Clock;
  readonly actuator: Actuator;
}

export interface MonitorOptions {
  /** Whether this monitor writes: ends finished slices and applies what the ledger says is in force. */
  readonly acts: boolean;
  /** Values logged later are not taken (milliseconds since 1970 UTC); undefined: all are. */
  readonly until?: number;
}

/**
 * Watches runs: finds their logs, follows them, forecasts, judges and recommends. The same class works in the
 * extension's worker and in the command line's process; it reaches the world through its ports alone.
 */
export class Monitor implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly updates = this.disposables.track(new Emitter<MonitorUpdate>());
  readonly onDidUpdate = this.updates.event;

  private readonly runSet: RunSet;
  private readonly bundleFile: BundleFile | undefined;
  private readonly definitions: readonly EstimatorDefinition[];
  private readonly policy: PolicyDefinition;
  private readonly curveFeed = new CurveFeed();
  private readonly assessments = new Map<string, Assessment>();
  private readonly views = new Map<string, RunView>();
  private readonly intervals: IntervalRecord;
  private readonly bundleAdvice: BundleAdvice;
  /** As of the last assessment: in the midst of a pass, a new bundle may be read and its runs not made yet. */
  private findings = NOTHING_YET;
  /** What the disk refused in the last pass. */
  private fault: string | undefined;
  private readonly startedAt: number;
  private revision = 0;
  private discoveredAt = -Infinity;
  private assessedAt = -Infinity;
  private scanned = false;
  private working: Promise<boolean> | undefined;
  private readonly pulse: Pulse;
  private readonly watches: FolderWatches;
  private disposed = false;

  constructor(
    readonly settings: MonitorSettings,
    private readonly ports: MonitorPorts,
    private readonly options: MonitorOptions,
  ) {
    this.startedAt = ports.clock.now();
    this.pulse = new Pulse(ports.clock);
    this.runSet = new RunSet(ports.source, ports.databases, ports.clock, settings, options.until);
    this.bundleFile =
      settings.bundle === null ? undefined : new BundleFile(settings.bundle, ports.source, ports.store);
    const main = estimatorByName(settings.method) ?? ESTIMATORS[0]!;
    const others = COMPARED.flatMap((name) => estimatorByName(name) ?? []).filter((one) => one !== main);
    this.definitions = [main, ...others];
    this.policy = policyByName(settings.policy) ?? policyByName(DEFAULT_POLICY)!;
    this.intervals = new IntervalRecord(settings.calibrate);
    this.bundleAdvice = new BundleAdvice(this.intervals.preparePolicy(this.policy), ports, settings);
    this.watches = new FolderWatches(ports.source, () => {
      this.runSet.hurry();
      this.pulse.signal();
    });
  }

  /** Follows the runs until disposed: on the file system's signals, and by polling where it gives none. */
  start(): void {
    void this.loop();
  }

  /** One pass over everything: for the command line, and for a refresh by hand. Reads all there is. */
  async settle(finished = false): Promise<void> {
    // A pass that has begun may have looked already where there is something new.
    await this.working;
    this.discoveredAt = -Infinity;
    this.runSet.hurry();
    let more = await this.pass();
    while ((more || this.bundleFile?.isDoubted === true) && !this.disposed) more = await this.pass();
    if (finished) {
      this.runSet.finish();
      this.assess(true);
    }
    this.scanned = true;
    this.emit(false);
  }

  /** Sends a whole update now. */
  sendWhole(): void {
    this.emit(true);
  }

  sendCurves(wanted: boolean): void {
    this.curveFeed.isWanted = wanted;
  }

  /** @throws RefusedIntent with the reason, or the disk's error */
  async intend(intent: Intent): Promise<void> {
    const { advice } = this;
    if (advice === undefined) throw new RefusedIntent('There is no bundle: set targets and deadlines first.');
    await advice.reload();
    try {
      await this.carryOut(intent, advice);
    } finally {
      // A refusal, too, may have changed what is in force.
      await this.working;
      this.assess(true);
      this.emit(false);
    }
  }

  private async carryOut(intent: Intent, advice: Advice): Promise<void> {
    switch (intent.type) {
      case 'accept':
        await advice.accept(intent.recommendation, intent.run, intent.reason, this.taskAssessments());
        break;
      case 'skip':
        await advice.skip(intent.recommendation);
        break;
      case 'undo':
        await advice.undo(intent.resource, intent.slice);
        break;
    }
  }

  explain(run: string): RunExplanation | null {
    const found = this.runSet.runs.get(run);
    const view = this.views.get(run);
    return found === undefined || view === undefined ? null : explainRun(found, view);
  }

  /** Every run with reports as recorded up to now, for looking back. */
  recordings(): readonly RunRecording[] {
    return [...this.assessments.values()].flatMap((assessment) => assessment.recording() ?? []);
  }

  /** Names of the metrics that a run's logs hold. */
  metrics(run: string): readonly string[] {
    return [...(this.runSet.runs.get(run)?.metrics.keys() ?? [])];
  }

  /** What the views show now. */
  state(): MonitorState {
    return {
      time: this.ports.clock.now(),
      folders: this.settings.roots,
      scanned: this.scanned,
      method: this.definitions[0]!.name,
      policy: this.policy.name,
      calibrate: this.settings.calibrate,
      ...this.findings,
      problems: [...this.findings.problems, ...this.faultProblem()],
    };
  }

  /** Runs with everything that their logs recorded, for `inspect`. */
  runs(): readonly Run[] {
    return [...this.runSet.runs.values()];
  }

  dispose(): void {
    this.disposed = true;
    this.pulse.dispose();
    this.runSet.dispose();
    this.watches.dispose();
    this.disposables.dispose();
  }

  private async loop(): Promise<void> {
    while (!this.disposed) {
      const before = this.ports.clock.now();
      const more = await this.pass();
      if (!more) this.scanned = true;
      this.watches.watch(this.runSet.folders());
      this.emit(false);
      if (more) continue;
      // Not sooner than views can show it, then at the file system's signal or at the next poll.
      await this.rest(UPDATE_INTERVAL - (this.ports.clock.now() - before));
      await this.pulse.wait(this.settings.pollSeconds * 1000);
    }
  }

  private rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.ports.clock.after(Math.max(0, milliseconds), resolve);
    });
  }

  /** One look at everything that is due. @returns whether more is waiting to be read */
  private pass(): Promise<boolean> {
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
    return this.working;
  }

  /** Never rejects: what the disk refuses is a problem that views show, and the watch goes on. */
  private async work(): Promise<boolean> {
    try {
      const now = this.ports.clock.now();
      const changed = (await this.bundleFile?.poll()) ?? false;
      if (changed) this.discoveredAt = -Infinity;
      if (isPast(this.discoveredAt, DISCOVER_SECONDS * 1000, now)) {
        await this.runSet.discover(this.bundleFile?.bundle);
        this.discoveredAt = now;
      }
      const more = await this.runSet.poll();
      await this.followBundle();
      this.assess(false);
      this.fault = undefined;
      return more;
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  private async followBundle(): Promise<void> {
    const bundle = this.bundleFile?.bundle;
    const isNew = await this.bundleAdvice.follow(bundle, bundle?.start ?? this.firstReport());
    const { advice } = this;
    if (!this.options.acts || advice === undefined) return;
    if (isNew) await advice.reapply();
    else await advice.enforce(this.taskAssessments());
  }

  private get advice(): Advice | undefined {
    return this.bundleAdvice.current;
  }

  /** When a bundle's durations begin if it does not say: at the first report of any of its tasks. */
  private firstReport(): number {
    let first = Infinity;
    for (const task of this.bundleFile?.bundle?.tasks ?? []) {
      const time = this.runSet.runs.get(taskRunId(task.name))?.curve.time.at(0) ?? NaN;
      if (time < first) first = time;
    }
    return Number.isFinite(first) ? first : this.startedAt;
  }

  /** Brings assessments and views up to date: of runs with news, or of all (`everything`, and every few seconds). */
  private assess(everything: boolean): void {
    const now = this.ports.clock.now();
    const all = everything || isPast(this.assessedAt, REASSESS_INTERVAL, now);
    const fresh: Assessment[] = [];
    for (const run of this.runSet.runs.values()) {
      const news = run.advance();
      const assessment = this.assessment(run);
      if (news || assessment.fresh) assessment.advance();
      if (news || assessment.fresh || all) fresh.push(assessment);
      assessment.fresh = false;
    }
    for (const id of this.views.keys()) if (!this.runSet.runs.has(id)) this.forget(id);
    const tasks = this.taskAssessments();
    this.advice?.follow(tasks);
    if (all) this.assessedAt = now;
    for (const assessment of fresh) {
      this.views.set(assessment.run.id, assessment.view(now, this.standing(assessment)));
      this.curveFeed.redraw(assessment.run.id);
    }
    // The advice rests on the verdicts, and the runs' standing in the views on the advice: both are of this moment.
    if (this.advice?.advise(tasks) === true) this.renewStandings(tasks);
    this.findings = this.find();
  }

  private renewStandings(tasks: readonly Assessment[]): void {
    for (const assessment of tasks) {
      const view = this.views.get(assessment.run.id);
      if (view !== undefined) this.views.set(assessment.run.id, { ...view, ...this.standing(assessment) });
    }
  }

  private find(): Findings {
    return {
      bundle: this.bundleFile?.view() ?? null,
      runs: [...this.runSet.runs.values()].flatMap((run) => this.visible(run) ?? []),
      intervals: this.intervals.views(),
      recommendations: this.advice?.recommendations ?? [],
      slices: this.advice?.slices ?? [],
      problems: [...this.runSet.problems, ...this.bundleAdvice.problems()],
    };
  }

  private standing(assessment: Assessment): Standing {
    return this.advice === undefined || assessment.task === undefined
      ? NO_STANDING
      : this.advice.standing(assessment);
  }

  private assessment(run: Run): Assessment {
    const bundle = this.bundleFile?.bundle;
    const task = bundle?.tasks.find((entry) => taskRunId(entry.name) === run.id);
    const start = task === undefined ? 0 : this.bundleAdvice.start;
    const known = this.assessments.get(run.id);
    if (known?.run === run && known.bundleTask === task && Object.is(known.start, start)) return known;
    const created = new Assessment(run, task, start, this.definitions, this.intervals);
    this.assessments.set(run.id, created);
    return created;
  }

  private taskAssessments(): Assessment[] {
    const tasks = this.bundleFile?.bundle?.tasks ?? [];
    return tasks.flatMap((task) => this.assessments.get(taskRunId(task.name)) ?? []);
  }

  private forget(id: string): void {
    this.views.delete(id);
    this.assessments.delete(id);
    this.intervals.forget(id);
    this.curveFeed.forget(id);
  }

  /** @param wanted whether everything is asked for; the first update tells everything anyway */
  private emit(wanted: boolean): void {
    if (this.disposed) return;
    const whole = wanted || this.revision === 0;
    const { curves, forecasts } = this.curveFeed.take(this.assessments, whole, this.ports.clock.now());
    this.updates.fire({ revision: ++this.revision, whole, state: this.state(), curves, forecasts });
  }

  /** A text file without a single metric is no run that anybody asked for. */
  private visible(run: Run): RunView | undefined {
    const view = this.views.get(run.id);
    if (view === undefined) return undefined;
    const saysSomething = run.metrics.size > 0 || view.problems.length > 0;
    return view.task !== null || (saysSomething && isOfTraining(run)) ? view : undefined;
  }

  private faultProblem(): ProblemView[] {
    if (this.fault === undefined) return [];
    const file = this.settings.bundle ?? this.settings.roots[0] ?? '';
    return [{ file, kind: 'unreadable', message: `The disk refuses: ${this.fault}. Trying again.` }];
  }
}

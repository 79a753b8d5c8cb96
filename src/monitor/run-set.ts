import picomatch from 'picomatch';
import { patternDefinition } from '../readers/pattern-reader.js';
import type { LogEvent, Problem } from '../readers/reader.js';
import type { ProblemView } from '../protocol/runs.js';
import type { Bundle, BundleTask } from './bundle.js';
import { Catalogue, type FoundLog, type ScanSettings } from './catalogue.js';
import type { Log, LogSink } from './log.js';
import { LogDatabase } from './log-database.js';
import { LogFile } from './log-file.js';
import { dirname, isWithin, relativeTo } from './paths.js';
import { isPast } from './elapsed.js';
import type { Clock, Databases, FileSource } from './ports.js';
import { Run, type RunSettings } from './run.js';

/** Bytes read from one log before the others have their turn. */
const BUDGET = 4 << 20;
/** A log that has been quiet for long is looked at less often, up to this many milliseconds apart. */
const QUIET_INTERVAL = 30_000;

const AS_LOGGED: RunSettings = {
  metric: undefined,
  dataPerStep: undefined,
  reportSize: undefined,
  inSamples: false,
};

interface FollowedLog {
  readonly log: Log;
  /** A user's own expression that reads it; undefined: by its format. */
  readonly pattern: string | undefined;
  /** The run that takes events without a run of their own. */
  readonly owner: { readonly id: string; readonly name: string; readonly settings: RunSettings };
  lookedAt: number;
  /** Milliseconds until the next look. */
  rest: number;
  /** What stood in the log at the first look has no arrival time. */
  first: boolean;
}

/** Where logs are looked for. */
export interface SearchSettings extends ScanSettings {
  /** Absolute paths: folders, or single log files. */
  readonly roots: readonly string[];
  /** Metric to take for the training loss, by the run's name. */
  readonly metrics: Readonly<Record<string, string>>;
}

/** Every run in sight: finds logs, follows them, and hands what they bring to their runs. */
export class RunSet {
  readonly runs = new Map<string, Run>();
  /** Problems of folders. */
  private folderProblems: readonly ProblemView[] = [];
  /** Problems of logs that have no run yet, by path. */
  private readonly logProblems = new Map<string, ProblemView>();
  private readonly catalogue: Catalogue;
  private readonly logs = new Map<string, FollowedLog>();
  private readonly colours = new Map<string, number>();
  private readonly sink: LogSink;

  constructor(
    private readonly source: FileSource,
    private readonly databases: Databases,
    private readonly clock: Clock,
    private readonly search: SearchSettings,
    /** Values logged after this moment (milliseconds since 1970 UTC) are not taken; undefined: all are. */
    private readonly until: number | undefined,
  ) {
    this.catalogue = new Catalogue(source);
    this.sink = {
      events: (events, log) => {
        this.take(events, log);
      },
      problems: (problems, log) => {
        this.report(problems, log);
      },
      restart: (log) => {
        for (const run of this.runsOf(log)) run.restartReading(log);
      },
      gone: (gone, log) => {
        for (const run of this.runsOf(log)) run.gone = gone;
      },
    };
  }

  /** Problems of folders and of logs that belong to no run. */
  get problems(): readonly ProblemView[] {
    return [...this.folderProblems, ...this.logProblems.values()];
  }

  /** Looks for logs below the roots; a task of the bundle takes the files that its globs name. */
  async discover(bundle: Bundle | undefined): Promise<void> {
    const problems: ProblemView[] = [];
    const found = new Map<string, FoundLog>();
    const roots = new Set(this.search.roots);
    if (bundle !== undefined && ![...roots].some((root) => isWithin(root, bundle.folder))) {
      roots.add(bundle.folder);
    }
    const patterns = { ...this.search.patterns, ...taskPatterns(bundle) };
    for (const root of roots) {
      const single = await this.catalogue.single(root);
      if (single !== undefined) {
        found.set(root, single);
        continue;
      }
      const scan = await this.catalogue.scan(root, { ...this.search, patterns });
      problems.push(...scan.problems);
      for (const log of scan.logs) found.set(log.path, log);
    }
    this.folderProblems = problems;
    const tasks = (bundle?.tasks ?? []).map((task) => ({
      task,
      matches: picomatch([...task.logs], { dot: true }),
    }));
    for (const log of found.values()) {
      const relative = bundle === undefined ? log.path : relativeTo(bundle.folder, log.path);
      this.follow(log, tasks.find(({ matches }) => matches(relative))?.task);
    }
    for (const { task } of tasks) this.ensureRun(taskRunId(task.name), task.name, settingsOf(task));
    this.forgetEmptyTasks(bundle);
  }

  /**
   * Reads what is new in every log that is due.
   * @returns whether more is waiting to be read
   */
  async poll(): Promise<boolean> {
    let more = false;
    for (const followed of this.logs.values()) {
      const now = this.clock.now();
      if (!isPast(followed.lookedAt, followed.rest, now)) continue;
      const waiting = await followed.log.poll(BUDGET);
      if (!waiting) followed.first = false;
      more ||= waiting;
      const quiet = Math.max(0, now - followed.log.modified);
      followed.lookedAt = now;
      followed.rest = waiting || Number.isNaN(quiet) ? -1 : Math.min(quiet / 20, QUIET_INTERVAL);
    }
    return more;
  }

  /** The file system says that something changed: every log is due. */
  hurry(): void {
    for (const followed of this.logs.values()) followed.rest = -1;
  }

  /** The logs will not grow any more: what stands unfinished at their ends is read as it is. */
  finish(): void {
    for (const { log } of this.logs.values()) log.finish();
  }

  dispose(): void {
    for (const { log } of this.logs.values()) log.dispose();
  }

  /** Folders that hold logs, for watching. */
  folders(): ReadonlySet<string> {
    return new Set([...this.logs.keys()].map(dirname));
  }

  private follow(found: FoundLog, task: BundleTask | undefined): void {
    const owner =
      task === undefined
        ? { id: found.group, name: found.name, settings: AS_LOGGED }
        : { id: taskRunId(task.name), name: task.name, settings: settingsOf(task) };
    const pattern = task?.pattern ?? found.pattern;
    const known = this.logs.get(found.path);
    if (known?.owner.id === owner.id && known.pattern === pattern) return;
    if (known !== undefined) {
      known.log.dispose();
      this.runs.delete(known.owner.id);
    }
    const definition = pattern === undefined ? found.definition : patternDefinition(pattern);
    const isNamed = task !== undefined || pattern !== undefined || this.search.roots.includes(found.path);
    const log =
      definition === undefined
        ? new LogDatabase(found.path, this.source, this.databases, this.sink)
        : new LogFile(found.path, definition, this.source, this.sink, isNamed);
    this.logs.set(found.path, { log, pattern, owner, lookedAt: -Infinity, rest: -1, first: true });
  }

  /** Runs of tasks that the bundle does not have any more. */
  private forgetEmptyTasks(bundle: Bundle | undefined): void {
    const wanted = new Set(bundle?.tasks.map((task) => taskRunId(task.name)));
    for (const id of this.runs.keys()) if (isTaskRun(id) && !wanted.has(id)) this.runs.delete(id);
  }

  private take(events: readonly LogEvent[], log: Log): void {
    const followed = this.logs.get(log.path);
    if (followed === undefined) return;
    const arrival = followed.first ? NaN : this.clock.now();
    for (const event of events) {
      if (this.until !== undefined && event.kind === 'scalar' && (event.wallTime ?? 0) * 1000 > this.until)
        continue;
      const run = this.runFor(followed, event.run);
      run.addLog(log);
      run.apply(event, log, arrival);
    }
  }

  private report(problems: readonly Problem[], log: Log): void {
    const followed = this.logs.get(log.path);
    if (followed === undefined) return;
    if (log.format === undefined) {
      for (const { kind, message } of problems)
        this.logProblems.set(log.path, { file: log.path, kind, message });
      return;
    }
    const run = this.runFor(followed, '');
    run.addLog(log);
    for (const problem of problems) run.addProblem(problem, log);
  }

  private runFor({ owner }: FollowedLog, inside: string): Run {
    // A task takes all that its logs hold; otherwise runs that a log tells apart are runs of their own.
    if (inside === '' || isTaskRun(owner.id)) return this.ensureRun(owner.id, owner.name, owner.settings);
    return this.ensureRun(`${owner.id}#${inside}`, `${owner.name}: ${inside}`, owner.settings);
  }

  private ensureRun(id: string, name: string, settings: RunSettings): Run {
    const metric = settings.metric ?? this.search.metrics[name];
    const chosen = { ...settings, metric };
    const known = this.runs.get(id);
    if (known !== undefined) {
      known.configure(chosen);
      return known;
    }
    const run = new Run(id, name, this.colourOf(name), chosen);
    this.runs.set(id, run);
    return run;
  }

  /** A name keeps its colour for as long as the monitor lives. */
  private colourOf(name: string): number {
    const known = this.colours.get(name) ?? this.colours.size;
    this.colours.set(name, known);
    return known;
  }

  private runsOf(log: Log): Run[] {
    return [...this.runs.values()].filter((run) => run.files.has(log.path));
  }
}

/** Files that a task reads by its own expression are logs, whatever they look like. */
function taskPatterns(bundle: Bundle | undefined): Record<string, string> {
  const patterns: Record<string, string> = {};
  for (const task of bundle?.tasks ?? []) {
    if (task.pattern !== undefined) for (const glob of task.logs) patterns[glob] = task.pattern;
  }
  return patterns;
}

/** The id of the run that a task of the bundle stands for. */
export function taskRunId(name: string): string {
  return `task:${name}`;
}

function isTaskRun(id: string): boolean {
  return id.startsWith('task:');
}

function settingsOf(task: BundleTask): RunSettings {
  const { metric, dataPerStep, dataRate, reportSize } = task;
  return { metric, dataPerStep, reportSize, inSamples: dataRate !== undefined || reportSize !== undefined };
}

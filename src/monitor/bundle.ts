import { parseTree, getNodeValue, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { parseDuration } from '../base/duration.js';
import { refusalOfPattern } from '../readers/pattern-check.js';
import { basename, dirname, join } from './paths.js';

/** A moment in a bundle: at a date, or so many seconds after the start. */
export type Moment =
  { readonly kind: 'at'; readonly time: number } | { readonly kind: 'after-start'; readonly seconds: number };

/** One task of a bundle: a run with a target and a deadline. */
export interface BundleTask {
  readonly name: string;
  /** Globs relative to the bundle's folder. */
  readonly logs: readonly string[];
  /** Absolute folder of the run, where its control file lives. */
  readonly folder: string;
  /** Metric to take for the training loss; undefined: by the rules. */
  readonly metric: string | undefined;
  /** Regular expression with named groups that reads the logs; undefined: by their format. */
  readonly pattern: string | undefined;
  readonly target: number;
  readonly deadline: Moment;
  /** Undefined: the start. */
  readonly begin: Moment | undefined;
  /** Samples per step of the log; undefined: the batch size that the log tells, else 1. */
  readonly dataPerStep: number | undefined;
  /** Samples per second with the whole machine; undefined: measured from the log. */
  readonly dataRate: number | undefined;
  /** Samples per loss report; undefined: as logged. */
  readonly reportSize: number | undefined;
  readonly resource: string;
}

/** The tasks that compete for the machine, as `laira.json` states them. */
export interface Bundle {
  /** Absolute path of the file. */
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  /** Milliseconds since 1970 UTC; undefined: the first report. */
  readonly start: number | undefined;
  readonly tasks: readonly BundleTask[];
}

/** Something wrong in a bundle file, with its place in the text. */
export interface BundleProblem {
  readonly offset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface ParsedBundle {
  /** Undefined when a problem is an error: the last good bundle then stays in force. */
  readonly bundle: Bundle | undefined;
  readonly problems: readonly BundleProblem[];
}

const DEFAULT_RESOURCE = 'machine';
const BUNDLE_KEYS = new Set(['$schema', 'name', 'start', 'resource', 'tasks']);
const TASK_KEYS = new Set([
  'name',
  'logs',
  'folder',
  'metric',
  'pattern',
  'target',
  'deadline',
  'begin',
  'dataPerStep',
  'dataRate',
  'reportSize',
  'resource',
]);

/** Reads a bundle file: JSON with comments and trailing commas. Never throws; every problem has its place. */
export function parseBundle(file: string, text: string): ParsedBundle {
  return new BundleParser(file, text).parse();
}

class BundleParser {
  private readonly problems: BundleProblem[] = [];
  private readonly folder: string;

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {
    this.folder = dirname(file);
  }

  parse(): ParsedBundle {
    const errors: ParseError[] = [];
    const root = parseTree(this.text, errors, { allowTrailingComma: true });
    for (const error of errors) {
      this.add(
        error.offset,
        error.length,
        `The file is not valid JSON here: ${spoken(printParseErrorCode(error.error))}.`,
      );
    }
    if (root?.type !== 'object') {
      if (errors.length === 0) this.add(0, 1, 'A bundle is an object: { "tasks": [ ... ] }.');
      return { bundle: undefined, problems: this.problems };
    }
    this.refuseUnknown(root, BUNDLE_KEYS, 'a bundle');
    const resource = this.textOf(root, 'resource') ?? DEFAULT_RESOURCE;
    const start = this.moment(root, 'start');
    if (start?.kind === 'after-start')
      this.at(member(root, 'start') ?? root, 'The start must be a date, such as 2026-11-22T09:00:00Z.');
    const tasks = this.tasks(root, resource);
    const bundle: Bundle = {
      file: this.file,
      folder: this.folder,
      name: this.textOf(root, 'name') ?? basename(this.file),
      start: start?.kind === 'at' ? start.time : undefined,
      tasks,
    };
    const broken = this.problems.some((problem) => problem.severity === 'error');
    return { bundle: broken ? undefined : bundle, problems: this.problems };
  }

  private tasks(root: Node, resource: string): BundleTask[] {
    const list = member(root, 'tasks');
    if (list === undefined) {
      this.at(root, 'The bundle has no "tasks": add a list of runs with targets and deadlines.', 1);
      return [];
    }
    if (list.type !== 'array') {
      this.at(list, '"tasks" must be a list.');
      return [];
    }
    const names = new Set<string>();
    const tasks: BundleTask[] = [];
    for (const node of list.children ?? []) {
      const task = this.task(node, resource);
      if (task === undefined) continue;
      if (names.has(task.name)) {
        this.at(member(node, 'name') ?? node, `Two tasks have the name "${task.name}": give each its own.`);
      }
      names.add(task.name);
      tasks.push(task);
    }
    return tasks;
  }

  private task(node: Node, bundleResource: string): BundleTask | undefined {
    if (node.type !== 'object') {
      this.at(node, 'A task is an object: { "name", "logs", "target", "deadline" }.');
      return undefined;
    }
    this.refuseUnknown(node, TASK_KEYS, 'a task');
    const name = this.textOf(node, 'name');
    const logs = this.globs(node);
    const target = this.positive(node, 'target');
    const deadline = this.moment(node, 'deadline');
    if (name === undefined) this.missing(node, 'name', 'name the run');
    if (logs.length === 0 && member(node, 'logs') === undefined) {
      this.missing(node, 'logs', 'list its log files or globs');
    }
    if (target === undefined && member(node, 'target') === undefined) {
      this.missing(node, 'target', 'give the loss to reach');
    }
    if (deadline === undefined && member(node, 'deadline') === undefined) {
      this.missing(node, 'deadline', 'give a date or a duration from the start, such as "2h 30m"');
    }
    if (name === undefined || logs.length === 0 || target === undefined || deadline === undefined)
      return undefined;
    const folder = this.textOf(node, 'folder');
    return {
      name,
      logs,
      folder: folder === undefined ? fixedFolder(this.folder, logs[0]!) : join(this.folder, folder),
      metric: this.textOf(node, 'metric'),
      pattern: this.pattern(node),
      target,
      deadline,
      begin: this.moment(node, 'begin'),
      dataPerStep: this.positive(node, 'dataPerStep'),
      dataRate: this.dataRate(node),
      reportSize: this.positive(node, 'reportSize'),
      resource: this.textOf(node, 'resource') ?? bundleResource,
    };
  }

  private globs(node: Node): string[] {
    const value = member(node, 'logs');
    if (value === undefined) return [];
    const items = value.type === 'array' ? (value.children ?? []) : [value];
    const globs: string[] = [];
    for (const item of items) {
      const text: unknown = item.value;
      if (typeof text === 'string' && text !== '') {
        globs.push(text);
        if (BACKSLASH.test(text)) {
          const mended = JSON.stringify(text.replaceAll('\\', '/'));
          this.add(item.offset, item.length, `Paths are written with forward slashes: ${mended}.`, 'warning');
        }
      } else this.at(item, 'A log is a path or a glob relative to this file, such as "resnet18/*.csv".');
    }
    if (globs.length === 0 && items.length === 0) this.at(value, 'List at least one log file or glob.');
    return globs;
  }

  private pattern(node: Node): string | undefined {
    const pattern = this.textOf(node, 'pattern');
    const refusal = pattern === undefined ? undefined : refusalOfPattern(pattern, '');
    if (refusal !== undefined) this.at(member(node, 'pattern') ?? node, refusal);
    return refusal === undefined ? pattern : undefined;
  }

  private dataRate(node: Node): number | undefined {
    const value = member(node, 'dataRate');
    if (value?.value === 'measured') return undefined;
    return this.positive(node, 'dataRate', ' or "measured"');
  }

  private moment(node: Node, key: string): Moment | undefined {
    const value = member(node, key);
    if (value === undefined) return undefined;
    const text: unknown = value.value;
    if (typeof text === 'string') {
      const seconds = parseDuration(text);
      if (seconds !== undefined) return { kind: 'after-start', seconds };
      const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
      if (!Number.isNaN(time)) return { kind: 'at', time };
    }
    this.at(
      value,
      `"${key}" must be a date ("2026-11-22T18:00:00Z") or a duration from the start ("2h 30m").`,
    );
    return undefined;
  }

  private positive(node: Node, key: string, orElse = ''): number | undefined {
    const value = member(node, key);
    if (value === undefined) return undefined;
    const number: unknown = value.value;
    if (typeof number === 'number' && Number.isFinite(number) && number > 0) return number;
    this.at(value, `"${key}" must be a number above 0${orElse}.`);
    return undefined;
  }

  private textOf(node: Node, key: string): string | undefined {
    const value = member(node, key);
    if (value === undefined) return undefined;
    const text: unknown = value.value;
    if (typeof text === 'string' && text.trim() !== '') return text;
    this.at(value, `"${key}" must be a text.`);
    return undefined;
  }

  private refuseUnknown(node: Node, known: ReadonlySet<string>, what: string): void {
    for (const property of node.children ?? []) {
      const key = property.children?.[0];
      if (key === undefined) continue;
      const name = String(getNodeValue(key));
      if (!known.has(name)) {
        this.add(key.offset, key.length, `"${name}" means nothing in ${what}; it is passed over.`, 'warning');
      }
    }
  }

  private missing(node: Node, key: string, mend: string): void {
    this.at(node, `This task has no "${key}": ${mend}.`, 1);
  }

  private at(node: Node, message: string, length = node.length): void {
    this.add(node.offset, length, message);
  }

  private add(
    offset: number,
    length: number,
    message: string,
    severity: 'error' | 'warning' = 'error',
  ): void {
    const line = this.text.slice(0, offset).split('\n').length;
    this.problems.push({ offset, length: Math.max(1, length), line, message, severity });
  }
}

function member(node: Node, key: string): Node | undefined {
  // The last of two equal keys counts, as in JSON.parse.
  return node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
}

/** A backslash that parts the names of a path, as on Windows: a glob needs it only before a sign of its own. */
const BACKSLASH = /\\[\w ]/;

/** The folder in front of a glob's first wildcard. */
function fixedFolder(bundleFolder: string, glob: string): string {
  const fixed = glob.split('/').slice(0, -1);
  const wild = fixed.findIndex((part) => /[*?{}[\]!]/.test(part));
  return join(bundleFolder, (wild === -1 ? fixed : fixed.slice(0, wild)).join('/'));
}

/** `PropertyNameExpected` -> "property name expected". */
function spoken(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** When a moment is, in milliseconds since 1970 UTC. */
export function resolveMoment(moment: Moment, start: number): number {
  return moment.kind === 'at' ? moment.time : start + moment.seconds * 1000;
}

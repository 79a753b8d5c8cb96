import { fieldRole, VALUE } from './field-role.js';
import { metricRole } from './metric-role.js';
import { metricInPhase } from './phase.js';
import { mayTellRemainingTime } from './remaining-time.js';

/** One column that holds values of a metric. */
export interface ValueColumn {
  readonly index: number;
  /** Run that the column belongs to; '' for the file's own. */
  readonly run: string;
  readonly metric: string;
}

/** What the columns of a table are for. */
export interface TableLayout {
  /** Names as in the header, trimmed; kept to recognise a header that comes again. */
  readonly names: readonly string[];
  readonly step: number | undefined;
  /** All columns that may be the step's, best first; none where the table's kind leaves no doubt. */
  readonly positions: readonly number[];
  /** The column of the epoch where it is not the step's own. */
  readonly epoch: number | undefined;
  readonly time: number | undefined;
  readonly horizon: number | undefined;
  /** The column that may say how long the run will still take; as numbers its cells are values. */
  readonly remaining: number | undefined;
  readonly values: readonly ValueColumn[];
  /** The run of a row, for tables that hold one curve per group of rows. */
  readonly runOfRow: ((fields: readonly string[]) => string) | undefined;
  /** The metric of a row's value, for tables with one value per row. */
  readonly metricOfRow: ((fields: readonly string[]) => string) | undefined;
}

/**
 * Reads a header into a layout.
 * @param phase the part of the training that all values are of, before their names
 * @param title the metric of a table that only says "Value"
 * @param ignored names of columns that are known to be no position
 */
export function tableLayout(
  header: readonly string[],
  phase?: string,
  title?: string,
  ignored: ReadonlySet<string> = NONE,
): TableLayout {
  const names = header.map((name) => name.trim());
  const special = groupedLayout(names) ?? longLayout(names) ?? exportLayout(names, title);
  if (special !== undefined) return special;
  const roles = names.map((name) => (ignored.has(name) ? VALUE : fieldRole(name)));
  const step = best(roles.map((role) => (role.kind === 'step' ? role.rank : undefined))) ?? chartAxis(names);
  const time = best(roles.map((role) => (role.kind === 'time' ? role.rank : undefined)));
  const stepRole = step === undefined ? undefined : roles[step];
  const horizon = roles.findIndex(
    (role) => role.kind === 'horizon' && stepRole?.kind === 'step' && role.counts === stepRole.counts,
  );
  const values: ValueColumn[] = [];
  names.forEach((name, index) => {
    if (name === '' || index === step || index === horizon) return;
    const { run, metric } = runAndMetric(name);
    values.push({ index, run, metric: metricInPhase(phase, metric) });
  });
  const epoch = roles.findIndex((role) => role.kind === 'step' && role.counts === 'epochs');
  const remaining = names.findIndex(mayTellRemainingTime);
  return {
    ...EMPTY,
    names,
    step,
    positions: positionsOf(names),
    epoch: epoch < 0 || epoch === step ? undefined : epoch,
    time,
    horizon: horizon < 0 ? undefined : horizon,
    remaining: remaining < 0 || phase !== undefined ? undefined : remaining,
    values,
  };
}

function positionsOf(names: readonly string[]): readonly number[] {
  const ranked = names.flatMap((name, index) => {
    const role = fieldRole(name);
    return role.kind === 'step' ? [{ index, rank: role.rank }] : [];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ index }) => index);
}

const NONE: ReadonlySet<string> = new Set();

const EMPTY: TableLayout = {
  names: [],
  step: undefined,
  positions: [],
  epoch: undefined,
  time: undefined,
  horizon: undefined,
  remaining: undefined,
  values: [],
  runOfRow: undefined,
  metricOfRow: undefined,
};

function best(ranks: readonly (number | undefined)[]): number | undefined {
  let chosen: number | undefined;
  ranks.forEach((rank, index) => {
    if (rank === undefined) return;
    if (chosen === undefined || rank < ranks[chosen]!) chosen = index;
  });
  return chosen;
}

/** Exports of the Weights & Biases pages name a column `run - metric`, and add the smoothing band's two edges. */
function runAndMetric(name: string): { run: string; metric: string } {
  const match = /^(.+) - (.+)$/s.exec(name);
  return match === null ? { run: '', metric: name } : { run: match[1]!, metric: match[2]! };
}

/** Exports of the Weights & Biases pages start with the axis of the chart, which may be any metric of the runs. */
function chartAxis(names: readonly string[]): number | undefined {
  const [axis = '', ...curves] = names;
  const isOfRuns = curves.length > 0 && curves.every((name) => runAndMetric(name).run !== '');
  return isOfRuns && runAndMetric(axis).run === '' && !/time/i.test(axis) ? 0 : undefined;
}

const GROUP_COLUMNS = ['domain', 'task', 'model', 'seen examples', 'loss'];

/**
 * Tables of published learning curves (Alabdulmohsin et al. 2022, and others in their layout) have one row per
 * observation and name the curve by domain, task and model: every such triple is a run.
 */
function groupedLayout(names: readonly string[]): TableLayout | undefined {
  const [domain, task, model, step, loss] = GROUP_COLUMNS.map((column) =>
    names.findIndex((name) => name.toLowerCase() === column),
  ) as [number, number, number, number, number];
  if (Math.min(domain, task, model, step, loss) < 0) return undefined;
  return {
    ...EMPTY,
    names,
    step,
    values: [{ index: loss, run: '', metric: names[loss]! }],
    runOfRow: (fields) => `${fields[domain] ?? ''} ${fields[task] ?? ''} | ${fields[model] ?? ''}`,
  };
}

/** A value per row, its metric in a column of its own: what MLflow's pages and readers of event files export. */
function longLayout(names: readonly string[]): TableLayout | undefined {
  const [value, step, run] = ['value', 'step', 'run'].map((column) => indexOf(names, [column])) as [
    number,
    number,
    number,
  ];
  const metric = indexOf(names, ['metric', 'tag']);
  if (Math.min(value, step, metric) < 0) return undefined;
  const time = indexOf(names, ['timestamp', 'wall_time', 'wall time']);
  return {
    ...EMPTY,
    names,
    step,
    time: time < 0 ? undefined : time,
    values: [{ index: value, run: '', metric: names[value]! }],
    runOfRow: run < 0 ? undefined : (fields) => fields[run] ?? '',
    metricOfRow: (fields) => fields[metric] ?? '',
  };
}

/**
 * `Wall time,Step,Value`: TensorBoard's pages export one metric a file, and name the file for it; so do scripts that
 * write `step,value` to a file named for a loss.
 */
function exportLayout(names: readonly string[], title: string | undefined): TableLayout | undefined {
  if (title === undefined) return undefined;
  const header = names.join().toLowerCase();
  if (header === 'wall time,step,value') {
    return { ...EMPTY, names, time: 0, step: 1, values: [{ index: 2, run: '', metric: title }] };
  }
  if (header !== 'step,value' || !metricRole(title).endsWith('-loss')) return undefined;
  return { ...EMPTY, names, step: 0, values: [{ index: 1, run: '', metric: title }] };
}

function indexOf(names: readonly string[], wanted: readonly string[]): number {
  return names.findIndex((name) => wanted.includes(name.toLowerCase()));
}

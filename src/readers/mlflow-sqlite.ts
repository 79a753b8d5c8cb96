import type { ReadOutput } from './read-output.js';
import { RunLabels } from './run-labels.js';
import { numberIn, type SqliteQuery, type SqliteRow, textIn } from './sqlite-query.js';
import type { TableFormat, TableRows } from './table-format.js';
import { ZeroSteps } from './zero-steps.js';

/**
 * How MLflow writes infinities, which SQL databases need not have (mlflow/store/tracking/sqlalchemy_store.py,
 * `log_metric`).
 */
const INFINITY = 1.7976931348623157e308;

/** Its table of metrics has no key of one column, but the row number that SQLite gives every row grows all the same. */
const NEW_METRICS = `SELECT rowid AS id, key, value, timestamp, step, is_nan, run_uuid
  FROM metrics WHERE rowid > ? ORDER BY rowid LIMIT ?`;

/** Before 2.0 the name was only a tag. */
const RUN = `SELECT runs.name AS name, experiments.name AS experiment, runs.lifecycle_stage AS stage,
    (SELECT value FROM tags WHERE tags.run_uuid = runs.run_uuid AND tags.key = 'mlflow.runName') AS tag
  FROM runs LEFT JOIN experiments ON experiments.experiment_id = runs.experiment_id
  WHERE runs.run_uuid = ?`;

class MlflowRows implements TableRows {
  readonly sql = NEW_METRICS;
  private readonly labels = new RunLabels();
  /** Labels by identifier; undefined for runs that are deleted, which MLflow keeps in the tables. */
  private readonly runs = new Map<string, string | undefined>();

  /** By run and metric. */
  private readonly zeroSteps = new Map<string, ZeroSteps>();

  constructor(
    private readonly query: SqliteQuery,
    private readonly output: ReadOutput,
  ) {}

  take(row: SqliteRow, id: number): void {
    const run = this.run(textIn(row, 'run_uuid'));
    if (run === undefined) return;
    const value = numberIn(row, 'is_nan') === 1 ? NaN : numberIn(row, 'value');
    if (value === undefined) {
      this.output.problem(
        'malformed-record',
        id,
        'A row of the table of metrics has no value and is left out.',
      );
      return;
    }
    const milliseconds = numberIn(row, 'timestamp');
    const wallTime = milliseconds === undefined ? undefined : milliseconds / 1000;
    const number = Math.abs(value) >= INFINITY ? Math.sign(value) * Infinity : value;
    const metric = textIn(row, 'key').trim();
    const logged = numberIn(row, 'step');
    const step = logged === undefined ? undefined : this.stepsOf(run, metric).step(logged, id);
    this.output.scalar(run, metric, number, step, wallTime, id);
  }

  private stepsOf(run: string, metric: string): ZeroSteps {
    const key = `${run}\n${metric}`;
    const steps = this.zeroSteps.get(key) ?? new ZeroSteps(run, metric, this.output);
    this.zeroSteps.set(key, steps);
    return steps;
  }

  private run(identifier: string): string | undefined {
    if (this.runs.has(identifier)) return this.runs.get(identifier);
    const [row] = this.query.all(RUN, identifier);
    let label: string | undefined;
    if (row === undefined) {
      label = this.labels.label('', identifier);
    } else if (textIn(row, 'stage') !== 'deleted') {
      const experiment = textIn(row, 'experiment');
      const name = textIn(row, 'name') || textIn(row, 'tag') || identifier.slice(0, 8);
      label = this.labels.label(experiment === '' ? name : `${experiment}/${name}`, identifier);
    }
    this.runs.set(identifier, label);
    return label;
  }
}

/** MLflow's database store, its default since 3.7: `mlflow.db`. */
export const mlflowSqlite: TableFormat = {
  format: 'mlflow-sqlite',
  detect: (schema) =>
    schema.has('runs') && schema.has('experiments') && schema.get('metrics')?.has('is_nan') === true,
  open: (query, _schema, output) => [new MlflowRows(query, output)],
};

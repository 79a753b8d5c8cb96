import type { ReadOutput } from './read-output.js';
import { numberIn, type SqliteQuery, type SqliteRow, textIn } from './sqlite-query.js';
import type { TableFormat, TableRows } from './table-format.js';

const TRIAL = `SELECT trials.number AS number, studies.study_name AS study
  FROM trials LEFT JOIN studies ON studies.study_id = trials.study_id WHERE trials.trial_id = ?`;

class OptunaRows implements TableRows {
  readonly sql: string;
  private readonly runs = new Map<number, string>();

  constructor(
    private readonly query: SqliteQuery,
    hasType: boolean,
    private readonly output: ReadOutput,
  ) {
    this.sql = `SELECT trial_intermediate_value_id AS id, trial_id, step, intermediate_value AS value,
        ${hasType ? 'intermediate_value_type' : 'NULL'} AS type
      FROM trial_intermediate_values WHERE trial_intermediate_value_id > ?
      ORDER BY trial_intermediate_value_id LIMIT ?`;
  }

  take(row: SqliteRow, id: number): void {
    const run = this.run(numberIn(row, 'trial_id') ?? 0);
    this.output.scalar(run, 'intermediate_value', valueOf(row), numberIn(row, 'step'), undefined, id);
  }

  private run(trial: number): string {
    const known = this.runs.get(trial);
    if (known !== undefined) return known;
    const [row] = this.query.all(TRIAL, trial);
    const study = row === undefined ? '' : textIn(row, 'study');
    const number = (row === undefined ? undefined : numberIn(row, 'number')) ?? trial;
    const run = study === '' ? `trial ${number}` : `${study}/trial ${number}`;
    this.runs.set(trial, run);
    return run;
  }
}

/** What is not finite is told in a column of its own (optuna/storages/_rdb/models.py, `IntermediateValueType`). */
function valueOf(row: SqliteRow): number {
  switch (textIn(row, 'type')) {
    case 'INF_POS':
      return Infinity;
    case 'INF_NEG':
      return -Infinity;
    default:
      // SQLite stores NaN as NULL, which is all that versions before that column have.
      return numberIn(row, 'value') ?? NaN;
  }
}

/** Optuna's database of studies: the values that trials report on their way. */
export const optunaSqlite: TableFormat = {
  format: 'optuna',
  detect: (schema) =>
    schema.has('studies') && schema.has('trials') && schema.has('trial_intermediate_values'),
  open: (query, schema, output) =>
    new OptunaRows(
      query,
      schema.get('trial_intermediate_values')?.has('intermediate_value_type') === true,
      output,
    ),
};

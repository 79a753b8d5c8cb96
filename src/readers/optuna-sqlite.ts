import { directionOf, INTERMEDIATE_VALUE, tellDirection, type Trial } from './optuna-direction.js';
import type { ReadOutput } from './read-output.js';
import { numberIn, type SqliteQuery, type SqliteRow, textIn } from './sqlite-query.js';
import type { SqliteSchema, TableFormat, TableRows } from './table-format.js';

const TRIAL = `SELECT trials.number AS number, studies.study_id AS id, studies.study_name AS study
  FROM trials LEFT JOIN studies ON studies.study_id = trials.study_id WHERE trials.trial_id = ?`;

/** A study has one direction for each of its objectives; before 2.4 it had one itself. */
const DIRECTIONS = 'SELECT direction FROM study_directions WHERE study_id = ?';
const DIRECTION = 'SELECT direction FROM studies WHERE study_id = ?';

class OptunaRows implements TableRows {
  readonly sql: string;
  private readonly trials = new Map<number, Trial>();
  private readonly directions: string | undefined;

  constructor(
    private readonly query: SqliteQuery,
    schema: SqliteSchema,
    private readonly output: ReadOutput,
  ) {
    const hasType = schema.get('trial_intermediate_values')?.has('intermediate_value_type') === true;
    this.sql = `SELECT trial_intermediate_value_id AS id, trial_id, step, intermediate_value AS value,
        ${hasType ? 'intermediate_value_type' : 'NULL'} AS type
      FROM trial_intermediate_values WHERE trial_intermediate_value_id > ?
      ORDER BY trial_intermediate_value_id LIMIT ?`;
    if (schema.has('study_directions')) this.directions = DIRECTIONS;
    else if (schema.get('studies')?.has('direction') === true) this.directions = DIRECTION;
  }

  take(row: SqliteRow, id: number): void {
    const trial = this.trial(numberIn(row, 'trial_id') ?? 0);
    tellDirection(this.output, trial, id);
    this.output.scalar(trial.run, INTERMEDIATE_VALUE, valueOf(row), numberIn(row, 'step'), undefined, id);
  }

  private trial(identifier: number): Trial {
    const known = this.trials.get(identifier);
    if (known !== undefined) return known;
    const [row] = this.query.all(TRIAL, identifier);
    const study = row === undefined ? '' : textIn(row, 'study');
    const number = (row === undefined ? undefined : numberIn(row, 'number')) ?? identifier;
    const trial: Trial = {
      run: study === '' ? `trial ${number}` : `${study}/trial ${number}`,
      direction: row === undefined ? undefined : this.direction(numberIn(row, 'id')),
    };
    this.trials.set(identifier, trial);
    return trial;
  }

  private direction(study: number | undefined): Trial['direction'] {
    if (study === undefined || this.directions === undefined) return undefined;
    const rows = this.query.all(this.directions, study);
    return rows.length === 1 ? directionOf(rows[0]!['direction']) : undefined;
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
  open: (query, schema, output) => new OptunaRows(query, schema, output),
};

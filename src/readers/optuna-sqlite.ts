import { studyOf, tellFinalValue, tellIntermediateValue, type Judged, type Study } from './optuna-study.js';
import type { ReadOutput } from './read-output.js';
import { numberIn, type SqliteQuery, type SqliteRow, textIn } from './sqlite-query.js';
import type { SqliteSchema, TableFormat, TableRows } from './table-format.js';

const TRIAL = `SELECT trials.number AS number, studies.study_id AS id, studies.study_name AS study
  FROM trials LEFT JOIN studies ON studies.study_id = trials.study_id WHERE trials.trial_id = ?`;

/** A study has one direction for each of its objectives; before 2.4 it had one itself. */
const DIRECTIONS = 'SELECT direction FROM study_directions WHERE study_id = ?';
const DIRECTION = 'SELECT direction FROM studies WHERE study_id = ?';

interface Trial extends Judged {
  readonly study: Study | undefined;
  /** In its study. */
  readonly number: number;
}

/** The studies and trials that rows are about, looked up once each. */
class Trials {
  private readonly known = new Map<number, Trial>();
  private readonly studies = new Map<number, Study>();
  private readonly directions: string | undefined;

  constructor(
    private readonly query: SqliteQuery,
    schema: SqliteSchema,
  ) {
    if (schema.has('study_directions')) this.directions = DIRECTIONS;
    else if (schema.get('studies')?.has('direction') === true) this.directions = DIRECTION;
  }

  of(row: SqliteRow): Trial {
    const id = numberIn(row, 'trial_id') ?? 0;
    const known = this.known.get(id) ?? this.lookUp(id);
    this.known.set(id, known);
    return known;
  }

  private lookUp(id: number): Trial {
    const [row] = this.query.all(TRIAL, id);
    const name = row === undefined ? '' : textIn(row, 'study');
    const number = (row === undefined ? undefined : numberIn(row, 'number')) ?? id;
    if (row === undefined || name === '') {
      return { run: `trial ${number}`, direction: undefined, study: undefined, number };
    }
    const study = this.study(numberIn(row, 'id') ?? 0, name);
    return { run: `${name}/trial ${number}`, direction: study.directionOfTrials, study, number };
  }

  private study(id: number, name: string): Study {
    const known = this.studies.get(id);
    if (known !== undefined) return known;
    const rows = this.directions === undefined ? [] : this.query.all(this.directions, id);
    const directions = rows.map((row) => row['direction']);
    const study = studyOf(name, directions);
    this.studies.set(id, study);
    return study;
  }
}

/** What trials report on their way. */
class IntermediateValues implements TableRows {
  readonly sql: string;

  constructor(
    private readonly trials: Trials,
    schema: SqliteSchema,
    private readonly output: ReadOutput,
  ) {
    const hasType = schema.get('trial_intermediate_values')?.has('intermediate_value_type') === true;
    this.sql = `SELECT trial_intermediate_value_id AS id, trial_id, step, intermediate_value AS value,
        ${hasType ? 'intermediate_value_type' : 'NULL'} AS type
      FROM trial_intermediate_values WHERE trial_intermediate_value_id > ?
      ORDER BY trial_intermediate_value_id LIMIT ?`;
  }

  take(row: SqliteRow, id: number): void {
    tellIntermediateValue(this.output, this.trials.of(row), numberIn(row, 'step'), valueOf(row), id);
  }
}

/** What the trials end with that report nothing on their way. */
class FinalValues implements TableRows {
  readonly sql: string;

  constructor(
    private readonly trials: Trials,
    schema: SqliteSchema,
    private readonly output: ReadOutput,
  ) {
    const hasType = schema.get('trial_values')?.has('value_type') === true;
    this.sql = `SELECT trial_value_id AS id, trial_id, objective, value, ${hasType ? 'value_type' : 'NULL'} AS type
      FROM trial_values AS final WHERE trial_value_id > ? AND NOT EXISTS
        (SELECT 1 FROM trial_intermediate_values AS reported WHERE reported.trial_id = final.trial_id)
      ORDER BY trial_value_id LIMIT ?`;
  }

  take(row: SqliteRow, id: number): void {
    const { study, number } = this.trials.of(row);
    if (study === undefined) return;
    tellFinalValue(this.output, study, number, numberIn(row, 'objective') ?? 0, valueOf(row), id);
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

/** Optuna's database of studies: the values that trials report on their way and end with. */
export const optunaSqlite: TableFormat = {
  format: 'optuna',
  detect: (schema) =>
    schema.has('studies') && schema.has('trials') && schema.has('trial_intermediate_values'),
  open: (query, schema, output) => {
    const trials = new Trials(query, schema);
    const onTheWay = new IntermediateValues(trials, schema, output);
    // Before 2.4 the final value stood in the trial's own row, which does not show when it came.
    return schema.has('trial_values') ? [onTheWay, new FinalValues(trials, schema, output)] : [onTheWay];
  },
};

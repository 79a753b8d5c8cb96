import { appendNumbers } from './logged-values.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import type { ReadOutput } from './read-output.js';
import { RunLabels } from './run-labels.js';
import { numberIn, type SqliteRow, textIn } from './sqlite-query.js';
import type { TableFormat, TableRows } from './table-format.js';
import { parseDateAndTime } from './wall-time.js';

class TrackioRows implements TableRows {
  readonly sql: string;
  private readonly labels = new RunLabels();

  /** @param identifier the column that tells runs apart: older versions have the name only */
  constructor(
    identifier: 'run_id' | 'run_name',
    private readonly output: ReadOutput,
  ) {
    this.sql = `SELECT id, timestamp, run_name, ${identifier} AS identifier, step, metrics
      FROM metrics WHERE id > ? ORDER BY id LIMIT ?`;
  }

  take(row: SqliteRow, id: number): void {
    const metrics = parseLenientJson(textIn(row, 'metrics'));
    if (!isJsonObject(metrics)) {
      this.output.problem(
        'malformed-record',
        id,
        'A row of the table of metrics is not a JSON object and is left out.',
      );
      return;
    }
    const name = textIn(row, 'run_name');
    const run = this.labels.label(name, textIn(row, 'identifier') || name);
    const step = numberIn(row, 'step');
    const wallTime = parseDateAndTime(textIn(row, 'timestamp'), 0)?.seconds;
    for (const [metric, value] of Object.entries(metrics)) {
      appendNumbers(metric, value, (fullName, number) => {
        this.output.scalar(run, fullName.trim(), number, step, wallTime, id);
      });
    }
  }
}

/** Trackio's database of one project: `<project>.db` (trackio/sqlite_storage.py). */
export const trackio: TableFormat = {
  format: 'trackio',
  detect(schema) {
    const columns = schema.get('metrics');
    return (
      columns !== undefined && ['id', 'run_name', 'step', 'metrics'].every((column) => columns.has(column))
    );
  },
  open: (_query, schema, output) => [
    new TrackioRows(schema.get('metrics')?.has('run_id') === true ? 'run_id' : 'run_name', output),
  ],
};

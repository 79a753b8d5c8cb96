import { mlflowSqlite } from './mlflow-sqlite.js';
import { optunaSqlite } from './optuna-sqlite.js';
import { ReadOutput } from './read-output.js';
import type { LogFormat, ReadResult } from './reader.js';
import { numberIn, type SqliteQuery, textIn } from './sqlite-query.js';
import type { SqliteSchema, TableFormat, TableRows } from './table-format.js';
import { trackio } from './trackio.js';

export interface PollResult extends ReadResult {
  /** Whether more rows are waiting. */
  readonly more: boolean;
}

const FORMATS: readonly TableFormat[] = [mlflowSqlite, trackio, optunaSqlite];

/** Rows of a table per poll, so that neither a read lock on the database nor a result is ever long. */
const ROWS_PER_POLL = 10_000;

interface FollowedTable {
  readonly rows: TableRows;
  lastId: number;
}

/**
 * Reads a database of runs incrementally: every `poll` gives the rows that are new since the last one. Never throws;
 * what the database refuses is one problem until it answers again. The place of an event is the number of its row.
 */
export class SqliteReader {
  private readonly output = new ReadOutput();
  private format: TableFormat | undefined;
  private tables: readonly FollowedTable[] | undefined;
  private lastId = -1;
  private refusal = '';

  constructor(private readonly query: SqliteQuery) {}

  /** Undefined while the database has no tables that are known, which its writer may yet make. */
  get detected(): LogFormat | undefined {
    return this.format?.format;
  }

  poll(): PollResult {
    let more = false;
    try {
      more = this.readRows(ROWS_PER_POLL);
      this.refusal = '';
    } catch (error) {
      const refusal = error instanceof Error ? error.message : String(error);
      if (refusal !== this.refusal) {
        const place = Math.max(0, this.lastId);
        this.output.problem('unreadable', place, `The database cannot be read: ${refusal}`);
      }
      this.refusal = refusal;
    }
    return { ...this.output.take(), more };
  }

  private readRows(limit: number): boolean {
    if (this.tables === undefined) {
      const schema = readSchema(this.query);
      this.format = FORMATS.find((candidate) => candidate.detect(schema));
      const tables = this.format?.open(this.query, schema, this.output);
      this.tables = tables?.map((rows) => ({ rows, lastId: -1 }));
    }
    let more = false;
    for (const table of this.tables ?? []) {
      const rows = this.query.all(table.rows.sql, table.lastId, limit);
      for (const row of rows) {
        const id = numberIn(row, 'id') ?? 0;
        table.rows.take(row, id);
        // Only now: where a query about the row fails, the row is read again by the next poll.
        table.lastId = id;
        this.lastId = id;
      }
      more ||= rows.length === limit;
    }
    return more;
  }
}

function readSchema(query: SqliteQuery): SqliteSchema {
  const schema = new Map<string, Set<string>>();
  const rows = query.all(
    `SELECT tables.name AS "table", columns.name AS "column"
     FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
     WHERE tables.type = 'table'`,
  );
  for (const row of rows) {
    const table = textIn(row, 'table');
    const columns = schema.get(table) ?? new Set();
    columns.add(textIn(row, 'column'));
    schema.set(table, columns);
  }
  return schema;
}

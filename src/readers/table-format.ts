import type { ReadOutput } from './read-output.js';
import type { LogFormat } from './reader.js';
import type { SqliteQuery, SqliteRow } from './sqlite-query.js';

/** Names of the columns by the name of their table. */
export type SqliteSchema = ReadonlyMap<string, ReadonlySet<string>>;

/** A format whose logs are rows of tables that only grow. */
export interface TableFormat {
  readonly format: LogFormat;
  /** Whether a database with these tables is of the format. */
  detect(schema: SqliteSchema): boolean;
  /** The tables that are followed, in the order in which they are read. */
  open(query: SqliteQuery, schema: SqliteSchema, output: ReadOutput): readonly TableRows[];
}

export interface TableRows {
  /**
   * Selects, in order, the rows whose column `id` is greater than the first parameter, as many as the second says.
   */
  readonly sql: string;
  /** Puts what a row says into the output. */
  take(row: SqliteRow, id: number): void;
}

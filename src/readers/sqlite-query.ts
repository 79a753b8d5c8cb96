/** What a column of a row can hold. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

export type SqliteRow = Readonly<Record<string, SqliteValue>>;

/** A database open for reading; the port through which the readers of databases ask. */
export interface SqliteQuery {
  /** All rows of a statement's result. Throws where the database cannot be read or is locked. */
  all(sql: string, ...parameters: readonly (number | string)[]): readonly SqliteRow[];
}

const MAGIC = 'SQLite format 3\0';

/** Whether a file's first bytes are those of an SQLite database (https://www.sqlite.org/fileformat.html, 1.3.1). */
export function isSqliteFile(head: Uint8Array): boolean {
  return (
    head.length >= MAGIC.length && Array.from(MAGIC).every((letter, at) => head[at] === letter.charCodeAt(0))
  );
}

/** The number in a column; undefined where it holds none. */
export function numberIn(row: SqliteRow, column: string): number | undefined {
  const value = row[column];
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : undefined;
}

/** The text in a column; empty where it holds none. */
export function textIn(row: SqliteRow, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

import type { Databases } from '../monitor/ports.js';
import type { SqliteRow } from '../readers/sqlite-query.js';

/** The part of Node's `node:sqlite` that is used here; Node 20, which the types are of, has none. */
interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly: boolean }) => DatabaseSync;
}

interface DatabaseSync {
  exec(sql: string): void;
  prepare(sql: string): { all(...parameters: readonly (number | string)[]): SqliteRow[] };
  close(): void;
}

/** Milliseconds to wait for a writer that holds the lock; the next poll tries again anyway. */
const PATIENCE = 200;

/**
 * Opens a database for reading. SQLite itself reads the file, so that what stands only in its write-ahead log is seen
 * too; an open database holds no lock between two queries.
 */
export function openSqlite(path: string): ReturnType<Databases['open']> {
  const sqlite = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;
  if (sqlite === undefined) {
    const message =
      `${path} is an SQLite database, which needs Node.js 22.13 or newer; this is ${process.version}. ` +
      'Update VS Code, or run the command line with a newer Node.js.';
    return { kind: 'refused', message };
  }
  try {
    const database = new sqlite.DatabaseSync(path, { readOnly: true });
    database.exec(`PRAGMA busy_timeout = ${PATIENCE}; PRAGMA query_only = ON;`);
    let open = true;
    return {
      kind: 'open',
      database: {
        all: (sql, ...parameters) => database.prepare(sql).all(...parameters),
        dispose: () => {
          if (open) database.close();
          open = false;
        },
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', message: `${path} cannot be opened: ${reason}` };
  }
}

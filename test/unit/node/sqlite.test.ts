import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/node/sqlite.js';

const hasSqlite = process.getBuiltinModule('node:sqlite') !== undefined;

describe('openSqlite', () => {
  it('says what to do where Node.js has no SQLite, and what is wrong where there is no such file', () => {
    const opening = openSqlite('/nowhere/mlflow.db');
    expect(opening.kind).toBe('refused');
    expect(opening).toHaveProperty(
      'message',
      expect.stringContaining(hasSqlite ? 'cannot be opened' : 'needs Node.js 22.13'),
    );
  });

  it.skipIf(!hasSqlite)('refuses or fails on a file that is no database, and never writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'laira-sqlite-'));
    try {
      const path = join(folder, 'not.db');
      writeFileSync(path, 'this is no database, however long it goes on '.repeat(100));
      const opening = openSqlite(path);
      if (opening.kind === 'open') {
        const { database } = opening;
        expect(() => database.all('SELECT name FROM sqlite_master')).toThrow();
        expect(() => database.all('CREATE TABLE t (x)')).toThrow();
        database.dispose();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

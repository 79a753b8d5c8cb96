import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/node/sqlite.js';
import type { LogEvent } from '../../../src/readers/reader.js';
import { isSqliteFile, type SqliteQuery } from '../../../src/readers/sqlite-query.js';
import { SqliteReader } from '../../../src/readers/sqlite-tables.js';
import { shortly } from './read-text.js';

interface Writer {
  exec(sql: string): void;
  close(): void;
}

const sqlite = process.getBuiltinModule('node:sqlite') as
  { DatabaseSync: new (path: string) => Writer } | undefined;
if (sqlite === undefined) {
  console.log(
    `Databases are not tested here, for Node.js ${process.version} has no node:sqlite: \`npm test -- --only databases\` does it.`,
  );
}

function values(events: readonly LogEvent[]): [string, string, number | undefined, number][] {
  return events.map((item) => {
    if (item.kind !== 'scalar') throw new Error(`unexpected ${item.kind}`);
    return [item.run, item.metric, item.step, item.value];
  });
}

describe('the first bytes of a database', () => {
  it('tell it from other files', () => {
    expect(isSqliteFile(new TextEncoder().encode('SQLite format 3\0and more'))).toBe(true);
    expect(isSqliteFile(new TextEncoder().encode('SQLite format 3'))).toBe(false);
    expect(isSqliteFile(new TextEncoder().encode('SQLite format 2\0'))).toBe(false);
  });
});

describe('a database that refuses', () => {
  it('is one problem until it answers again', () => {
    let refusal: string | undefined = 'database is locked';
    const query: SqliteQuery = {
      all: () => {
        if (refusal !== undefined) throw new Error(refusal);
        return [];
      },
    };
    const reader = new SqliteReader(query);
    expect(reader.poll().problems).toMatchObject([{ kind: 'unreadable', place: 0 }]);
    expect(reader.poll().problems).toEqual([]);
    refusal = 'file is not a database';
    expect(reader.poll().problems).toHaveLength(1);
    refusal = undefined;
    expect(reader.poll()).toEqual({ events: [], problems: [], more: false });
    refusal = 'database is locked';
    expect(reader.poll().problems).toHaveLength(1);
  });
});

describe.skipIf(sqlite === undefined)('a real database', () => {
  let folder: string;
  let writer: Writer;
  let reader: SqliteReader;
  let close: () => void;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'laira-sqlite-'));
    const path = join(folder, 'runs.db');
    writer = new sqlite!.DatabaseSync(path);
    // The writer keeps it open, so that everything stands in the write-ahead log only.
    writer.exec('PRAGMA journal_mode = WAL');
    const opening = openSqlite(path);
    if (opening.kind === 'refused') throw new Error(opening.message);
    reader = new SqliteReader(opening.database);
    close = () => {
      opening.database.dispose();
    };
  });

  afterEach(() => {
    close();
    close();
    writer.close();
    rmSync(folder, { recursive: true });
  });

  it('without known tables gives nothing, until they are made', () => {
    expect(reader.poll()).toEqual({ events: [], problems: [], more: false });
    expect(reader.detected).toBeUndefined();
    createTrackio('');
    reader.poll();
    expect(reader.detected).toBe('trackio');
  });

  describe('of MLflow', () => {
    beforeEach(() => {
      writer.exec(`
        CREATE TABLE experiments (experiment_id INTEGER PRIMARY KEY, name VARCHAR(256));
        CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250), lifecycle_stage VARCHAR(20),
          experiment_id INTEGER);
        CREATE TABLE tags (key VARCHAR(250), value VARCHAR(5000), run_uuid VARCHAR(32), PRIMARY KEY (key, run_uuid));
        CREATE TABLE metrics (key VARCHAR(250), value FLOAT NOT NULL, timestamp BIGINT NOT NULL,
          run_uuid VARCHAR(32) NOT NULL, step BIGINT DEFAULT 0 NOT NULL, is_nan BOOLEAN DEFAULT 0 NOT NULL,
          PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));
        INSERT INTO experiments VALUES (0, 'Default'), (1, 'vision');
        INSERT INTO runs VALUES ('aaaaaaaaaaaa', 'fox', 'active', 1), ('bbbbbbbbbbbb', 'fox', 'active', 1),
          ('cccccccccccc', NULL, 'active', 0), ('dddddddddddd', 'gone', 'deleted', 1),
          ('eeeeeeeeeeee', '', 'active', 0);
        INSERT INTO tags VALUES ('mlflow.runName', 'old name', 'cccccccccccc');`);
    });

    const log = (run: string, value: string, step: number, isNan = 0): void => {
      writer.exec(
        `INSERT INTO metrics VALUES ('loss', ${value}, ${1_700_000_000_000 + step}, '${run}', ${step}, ${isNan})`,
      );
    };

    it('takes the order of values that are logged without steps, for every run by itself', () => {
      for (const time of [1, 2]) {
        for (const run of ['aaaaaaaaaaaa', 'cccccccccccc']) {
          writer.exec(`INSERT INTO metrics VALUES ('loss', 0.${time}, ${time}, '${run}', 0, 0)`);
        }
      }
      expect(shortly(reader.poll().events)).toEqual([
        'vision/fox: loss=0.1@0',
        'Default/old name: loss=0.1@0',
        'vision/fox: hidden loss@0',
        'vision/fox: loss=0.2@1',
        'Default/old name: hidden loss@0',
        'Default/old name: loss=0.2@1',
      ]);
    });

    it('gives the values, and then the new ones', () => {
      log('aaaaaaaaaaaa', '0.5', 1);
      expect(reader.poll()).toEqual({
        events: [
          {
            kind: 'scalar',
            run: 'vision/fox',
            metric: 'loss',
            value: 0.5,
            step: 1,
            wallTime: 1_700_000_000.001,
            place: 1,
          },
        ],
        problems: [],
        more: false,
      });
      expect(reader.detected).toBe('mlflow-sqlite');
      expect(reader.poll().events).toEqual([]);
      log('aaaaaaaaaaaa', '0.25', 2);
      expect(values(reader.poll().events)).toEqual([['vision/fox', 'loss', 2, 0.25]]);
    });

    it('reads what is not finite', () => {
      log('aaaaaaaaaaaa', '0', 1, 1);
      log('aaaaaaaaaaaa', '1.7976931348623157e308', 2);
      log('aaaaaaaaaaaa', '-1.7976931348623157e308', 3);
      expect(values(reader.poll().events).map(([, , , value]) => value)).toEqual([NaN, Infinity, -Infinity]);
    });

    it('names the runs apart, and leaves out deleted ones', () => {
      for (const letter of 'abcdef') log(letter.repeat(12), '1', 1);
      expect(values(reader.poll().events).map(([run]) => run)).toEqual([
        'vision/fox',
        'vision/fox (bbbbbbbb)',
        'Default/old name',
        'Default/eeeeeeee',
        'ffffffff',
      ]);
    });

    it('comes in parts where it is long', () => {
      writer.exec(`WITH RECURSIVE steps(step) AS (SELECT 1 UNION ALL SELECT step + 1 FROM steps WHERE step < 25000)
        INSERT INTO metrics SELECT 'loss', 1.0 / step, step, 'aaaaaaaaaaaa', step, 0 FROM steps`);
      const parts = [reader.poll(), reader.poll(), reader.poll()];
      expect(parts.map(({ events, more }) => [events.length, more])).toEqual([
        [10_000, true],
        [10_000, true],
        [5_000, false],
      ]);
      expect(values(parts.flatMap(({ events }) => events)).map(([, , step]) => step)).toEqual(
        Array.from({ length: 25_000 }, (_, index) => index + 1),
      );
    });
  });

  function createTrackio(identifier: '' | 'run_id TEXT, '): void {
    writer.exec(`CREATE TABLE metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT NOT NULL, ${identifier}
      run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL)`);
  }

  describe('of Trackio', () => {
    it('gives the values of its JSON', () => {
      createTrackio('');
      writer.exec(`INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES
        ('2025-01-02T03:04:05.500000+00:00', 'dainty-fox-0', 7,
         '{"loss": 0.5, "val/loss": "NaN", "lr": "-Infinity", "note": "text", "image": {"_type": "trackio.image", "n": 1},
           "train": {"acc": 0.75}, "done": true}'),
        ('2025-01-02T03:04:06', 'dainty-fox-0', 8, 'not json')`);
      const { events, problems } = reader.poll();
      expect(values(events)).toEqual([
        ['dainty-fox-0', 'loss', 7, 0.5],
        ['dainty-fox-0', 'val/loss', 7, NaN],
        ['dainty-fox-0', 'lr', 7, -Infinity],
        ['dainty-fox-0', 'train.acc', 7, 0.75],
      ]);
      expect(events[0]).toMatchObject({ wallTime: Date.UTC(2025, 0, 2, 3, 4, 5, 500) / 1000, place: 1 });
      expect(problems).toMatchObject([{ kind: 'malformed-record', place: 2 }]);
    });

    it('tells runs of one name apart where it has identifiers', () => {
      createTrackio('run_id TEXT, ');
      for (const identifier of ['11111111-aaaa', '22222222-bbbb']) {
        writer.exec(`INSERT INTO metrics (timestamp, run_id, run_name, step, metrics)
          VALUES ('2025-01-02T03:04:05', '${identifier}', 'fox', 0, '{"loss": 1}')`);
      }
      expect(values(reader.poll().events).map(([run]) => run)).toEqual(['fox', 'fox (22222222)']);
    });
  });

  describe('of Optuna', () => {
    it.each([true, false])(
      'gives the intermediate values of the trials (with their types: %s)',
      (hasType) => {
        writer.exec(`
        CREATE TABLE studies (study_id INTEGER PRIMARY KEY, study_name VARCHAR(512)
          ${hasType ? '' : ', direction VARCHAR(8)'});
        ${hasType ? 'CREATE TABLE study_directions (study_direction_id INTEGER PRIMARY KEY, direction VARCHAR(8), study_id INTEGER, objective INTEGER);' : ''}
        CREATE TABLE trials (trial_id INTEGER PRIMARY KEY, number INTEGER, study_id INTEGER);
        CREATE TABLE trial_intermediate_values (trial_intermediate_value_id INTEGER PRIMARY KEY, trial_id INTEGER,
          step INTEGER, intermediate_value FLOAT ${hasType ? ', intermediate_value_type VARCHAR(7)' : ''});
        INSERT INTO studies VALUES (1, 'search'${hasType ? '' : ", 'MINIMIZE'"}), (2, 'score'${hasType ? '' : ", 'MAXIMIZE'"});
        ${hasType ? "INSERT INTO study_directions VALUES (1, 'MINIMIZE', 1, 0), (2, 'MAXIMIZE', 2, 0);" : ''}
        INSERT INTO trials VALUES (4, 0, 1), (5, 0, 2);`);
        const rows = hasType
          ? `(1, 4, 0, 0.5, 'FINITE'), (2, 4, 1, NULL, 'INF_POS'), (3, 5, 0, NULL, 'INF_NEG'), (4, 5, 1, NULL, 'NAN')`
          : '(1, 4, 0, 0.5), (2, 4, 1, 9e999), (3, 5, 0, -9e999), (4, 5, 1, NULL)';
        writer.exec(`INSERT INTO trial_intermediate_values VALUES ${rows}`);
        expect(shortly(reader.poll().events)).toEqual([
          'search/trial 0: minimise intermediate_value',
          'search/trial 0: intermediate_value=0.5@0',
          'search/trial 0: intermediate_value=Infinity@1',
          'score/trial 0: maximise intermediate_value',
          'score/trial 0: intermediate_value=-Infinity@0',
          'score/trial 0: intermediate_value=NaN@1',
        ]);
        expect(reader.detected).toBe('optuna');
      },
    );

    it('gives the final values of trials without others as the points of their study', () => {
      writer.exec(`
        CREATE TABLE studies (study_id INTEGER PRIMARY KEY, study_name VARCHAR(512));
        CREATE TABLE study_directions (study_direction_id INTEGER PRIMARY KEY, direction VARCHAR(8), study_id INTEGER, objective INTEGER);
        CREATE TABLE trials (trial_id INTEGER PRIMARY KEY, number INTEGER, study_id INTEGER);
        CREATE TABLE trial_intermediate_values (trial_intermediate_value_id INTEGER PRIMARY KEY, trial_id INTEGER,
          step INTEGER, intermediate_value FLOAT, intermediate_value_type VARCHAR(7));
        CREATE TABLE trial_values (trial_value_id INTEGER PRIMARY KEY, trial_id INTEGER, objective INTEGER,
          value FLOAT, value_type VARCHAR(7));
        INSERT INTO studies VALUES (1, 'search'), (2, 'two');
        INSERT INTO study_directions VALUES (1, 'MAXIMIZE', 1, 0), (2, 'MINIMIZE', 2, 0), (3, 'MAXIMIZE', 2, 1);
        INSERT INTO trials VALUES (4, 0, 1), (5, 1, 1), (6, 0, 2), (7, 2, 1);
        INSERT INTO trial_intermediate_values VALUES (9, 5, 0, 0.75, 'FINITE');
        INSERT INTO trial_values VALUES (1, 4, 0, 0.5, 'FINITE'), (2, 5, 0, 0.7, 'FINITE'),
          (3, 6, 0, 0.25, 'FINITE'), (4, 6, 1, NULL, 'INF_POS')`);
      expect(shortly(reader.poll().events)).toEqual([
        'search/trial 1: maximise intermediate_value',
        'search/trial 1: intermediate_value=0.75@0',
        'search: maximise value',
        'search: value=0.5@0',
        'two: values_0=0.25@0',
        'two: values_1=Infinity@0',
      ]);
      writer.exec(`INSERT INTO trial_values VALUES (5, 7, 0, 0.8, 'FINITE')`);
      expect(shortly(reader.poll().events)).toEqual(['search: value=0.8@2']);
    });
  });
});

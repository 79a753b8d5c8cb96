import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRuns } from '../../../src/node/load-runs.js';

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => { exec(sql: string): void; close(): void };
}

const sqlite = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;

it.skipIf(sqlite === undefined)('the runs of a database are read, and keep its format', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'laira-sqlite-'));
  try {
    const writer = new sqlite!.DatabaseSync(join(folder, 'study.db'));
    writer.exec(`
      CREATE TABLE studies (study_id INTEGER PRIMARY KEY, study_name VARCHAR(512));
      CREATE TABLE study_directions (study_direction_id INTEGER PRIMARY KEY, direction VARCHAR(8), study_id INTEGER,
        objective INTEGER);
      CREATE TABLE trials (trial_id INTEGER PRIMARY KEY, number INTEGER, study_id INTEGER);
      CREATE TABLE trial_intermediate_values (trial_intermediate_value_id INTEGER PRIMARY KEY, trial_id INTEGER,
        step INTEGER, intermediate_value FLOAT, intermediate_value_type VARCHAR(7));
      INSERT INTO studies VALUES (1, 'search');
      INSERT INTO study_directions VALUES (1, 'MINIMIZE', 1, 0);
      INSERT INTO trials VALUES (1, 0, 1), (2, 1, 1);
      INSERT INTO trial_intermediate_values VALUES (1, 1, 0, 0.5, 'FINITE'), (2, 2, 0, 0.4, 'FINITE');`);
    writer.close();
    const runs = await readRuns([folder]);
    expect(
      runs.map((run) => [run.name, run.lossMetric, run.loss, [...run.files.values()][0]?.format]),
    ).toEqual([
      ['study: search/trial 0', 'intermediate_value', 0.5, 'optuna'],
      ['study: search/trial 1', 'intermediate_value', 0.4, 'optuna'],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectReplayFolder, makeReplayFolder } from '../../../src/node/replay-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laira-replay-folder-'));
  write('source', 'laira.json', 'cnn/training.log', 'cnn/flushes.csv', 'vit/trainer_state.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const destination = (...parts: string[]): string => join(folder, 'live', ...parts);
const inspect = () => inspectReplayFolder(join(folder, 'source'), destination());

function write(below: string, ...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, below, name)), { recursive: true });
    writeFileSync(join(folder, below, name), name);
  }
}

describe('the folder of a replay', () => {
  it('is free where nothing is, or no file', async () => {
    expect(await inspect()).toEqual({ kind: 'free' });
    mkdirSync(destination('cnn'), { recursive: true });
    expect(await inspect()).toEqual({ kind: 'free' });
  });

  it('is known by what a replay and the decisions on it write', async () => {
    write('live', 'laira.json', 'cnn/training.log', 'cnn/laira-control.json');
    write('live', 'vit/trainer_state.json.tmp', 'vit/laira-control.json.4711.2.tmp');
    write('live', '.laira/decisions.jsonl', '.laira/decisions.jsonl.lock', '.gitignore');
    expect(await inspect()).toEqual({ kind: 'replay' });
  });

  it('is made with a file that keeps all of it out of Git', async () => {
    await makeReplayFolder(destination());
    expect(readFileSync(destination('.gitignore'), 'utf8')).toBe('*\n');
    expect(await inspect()).toEqual({ kind: 'replay' });
  });

  it.each([
    'notes.txt',
    'cnn/.gitignore',
    'cnn/flushes.csv',
    'vit/training.log',
    '.laira/notes.txt',
    'cnn/laira.json',
  ])('is none with a file %s in it', async (name) => {
    write('live', 'laira.json', 'cnn/training.log', name);
    expect(await inspect()).toEqual({ kind: 'foreign', path: destination(name) });
  });

  it('is none where a file or a link is', async () => {
    symlinkSync(join(folder, 'source'), destination());
    expect(await inspect()).toEqual({ kind: 'foreign', path: destination() });
    rmSync(destination());
    write('.', 'live');
    expect(await inspect()).toEqual({ kind: 'foreign', path: destination() });
  });

  it('is none with a link in it, whatever its name', async () => {
    mkdirSync(destination());
    symlinkSync(join(folder, 'source', 'cnn'), destination('cnn'));
    expect(await inspect()).toEqual({ kind: 'foreign', path: destination('cnn') });
  });
});

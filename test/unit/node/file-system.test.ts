import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskRefusal } from '../../../src/monitor/ports.js';
import { NodeFileSource, NodeFileStore, toPortable } from '../../../src/node/file-system.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laira-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('paths for the monitor', () => {
  it('have forward slashes, and a drive in upper case', () => {
    expect(toPortable('c:\\runs\\a.csv', true)).toBe('C:/runs/a.csv');
    expect(toPortable('\\\\server\\share', true)).toBe('//server/share');
    expect(toPortable('/a\\b', false)).toBe('/a\\b');
  });
});

describe('NodeFileSource', () => {
  const source = new NodeFileSource();

  it('lists files below a folder, without skipped folders, up to a limit', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const file of ['x.csv', 'a/y.csv', 'a/b/z.csv', 'node_modules/n.csv'])
      writeFileSync(join(folder, file), '');
    const listing = await source.list(folder, (name) => name === 'node_modules', 10);
    expect(listing.files.map((file) => file.slice(folder.length + 1)).sort()).toEqual([
      'a/b/z.csv',
      'a/y.csv',
      'x.csv',
    ]);
    expect(listing.truncated).toBe(false);
    expect((await source.list(folder, () => false, 2)).truncated).toBe(true);
  });

  it('a folder that is not there is no error', async () => {
    expect(await source.list(join(folder, 'none'), () => false, 10)).toEqual({
      files: [],
      unreadable: [],
      truncated: false,
    });
    expect(await source.stat(join(folder, 'none'))).toBeUndefined();
  });

  it('tells another file at the same path apart', async () => {
    const path = join(folder, 'log');
    writeFileSync(path, 'one');
    const first = await source.stat(path);
    appendFileSync(path, 'two');
    expect((await source.stat(path))?.identity).toBe(first?.identity);
    writeFileSync(`${path}.new`, 'three');
    renameSync(`${path}.new`, path);
    expect((await source.stat(path))?.identity).not.toBe(first?.identity);
  });

  it('reads a part, and less at the end', async () => {
    writeFileSync(join(folder, 'log'), 'abcdef');
    expect(new TextDecoder().decode(await source.read(join(folder, 'log'), 2, 3))).toBe('cde');
    expect(new TextDecoder().decode(await source.read(join(folder, 'log'), 4, 30))).toBe('ef');
  });

  it('calls back when a log in a watched folder grows', async () => {
    writeFileSync(join(folder, 'log'), '');
    const seen = new Promise<void>((done) => {
      const watch = source.watch(folder, () => {
        watch.dispose();
        done();
      });
    });
    appendFileSync(join(folder, 'log'), 'x');
    await seen;
  });
});

describe('NodeFileStore', () => {
  const store = new NodeFileStore();

  it('replaces a file in one step and leaves nothing beside it', async () => {
    const path = join(folder, 'new/folder/file.json');
    await store.writeAtomically(path, 'one');
    await store.writeAtomically(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'new/folder'))).toEqual(['file.json']);
  });

  it('stages files beside their places, and puts them there', async () => {
    const paths = ['a', 'b'].map((name) => join(folder, name, 'file.json'));
    const staged = await store.stage(paths.map((path) => ({ path, text: path })));
    expect(await Promise.all(paths.map((path) => store.readText(path)))).toEqual([undefined, undefined]);
    await staged.commit();
    expect(await Promise.all(paths.map((path) => store.readText(path)))).toEqual(paths);
    const forgotten = await store.stage([{ path: paths[0]!, text: 'new' }]);
    await forgotten.discard();
    expect(await store.readText(paths[0]!)).toBe(paths[0]);
    expect(['a', 'b'].map((name) => readdirSync(join(folder, name)))).toEqual([['file.json'], ['file.json']]);
  });

  it('leaves nothing of files of which one cannot be staged or put in place, and says which and why', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ path: join(folder, name, 'file.json'), text: name }));
    // No folder can be made where a file is, and no file can take the place of a folder.
    writeFileSync(join(folder, 'b'), '');
    const refused = store.stage(files);
    await expect(refused).rejects.toThrow(DiskRefusal);
    await expect(refused).rejects.toThrow(`${files[1]!.path} cannot be written: `);
    expect(readdirSync(join(folder, 'a'))).toEqual([]);
    rmSync(join(folder, 'b'));
    mkdirSync(files[1]!.path, { recursive: true });
    const staged = await store.stage(files);
    await expect(staged.commit()).rejects.toThrow(`${files[1]!.path} cannot be replaced: `);
    expect(['a', 'b', 'c'].map((name) => readdirSync(join(folder, name)))).toEqual([
      ['file.json'],
      ['file.json'],
      [],
    ]);
  });

  it('appends, reads back, and removes what may not be there', async () => {
    const path = join(folder, '.laira/decisions.jsonl');
    expect(await store.readText(path)).toBeUndefined();
    await store.appendDurably(path, 'a\n');
    await store.appendDurably(path, 'b\n');
    expect(await store.readText(path)).toBe('a\nb\n');
    await store.remove(path);
    await store.remove(path);
    expect(await store.readText(path)).toBeUndefined();
  });

  it('lets one at a time hold a lock, also after an error', async () => {
    const path = join(folder, 'lock');
    let holders = 0;
    let most = 0;
    const work = async (fails: boolean): Promise<void> => {
      await store.withLock(path, async () => {
        most = Math.max(most, ++holders);
        await new Promise((resolve) => setTimeout(resolve, 5));
        holders--;
        if (fails) throw new Error('expected');
      });
    };
    await Promise.allSettled(Array.from({ length: 10 }, (_, i) => work(i % 3 === 0)));
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});

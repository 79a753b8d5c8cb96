import { beforeEach, describe, expect, it } from 'vitest';
import { BundleFile } from '../../../src/monitor/bundle-file.js';
import { bundleOf } from '../../support/monitor-harness.js';
import { ManualClock, MemoryFiles } from '../../support/memory-files.js';

const PATH = '/w/laira.json';

function withTarget(target: number): string {
  return bundleOf([{ name: 'a', target, minutes: 20 }]);
}

describe('the bundle on disk', () => {
  let files: MemoryFiles;
  let file: BundleFile;
  const targets = () => file.bundle?.tasks.map(({ target }) => target);

  beforeEach(async () => {
    files = new MemoryFiles(new ManualClock());
    file = new BundleFile(PATH, files, files);
    files.write(PATH, withTarget(0.5));
    expect(await file.poll()).toBe(true);
    expect(targets()).toEqual([0.5]);
  });

  it('is taken up at the first look where it is whole', async () => {
    expect(await file.poll()).toBe(false);
    files.write(PATH, withTarget(0.4));
    expect(await file.poll()).toBe(true);
    expect(targets()).toEqual([0.4]);
    expect(file.isDoubted).toBe(false);
  });

  it.each([
    ['empties it', ''],
    ['has written half of it', withTarget(0.4).slice(0, 60)],
    ['removes it', undefined],
  ])('is not missed while somebody who saves it %s first', async (_what, text) => {
    if (text === undefined) await files.remove(PATH);
    else files.rewrite(PATH, text);
    expect(await file.poll()).toBe(false);
    expect(file.isDoubted).toBe(true);
    expect(targets()).toEqual([0.5]);
    expect(file.problems).toEqual([]);
    files.write(PATH, withTarget(0.4));
    expect(await file.poll()).toBe(true);
    expect(file.isDoubted).toBe(false);
    expect(targets()).toEqual([0.4]);
  });

  it('tells its errors when two looks find them, and stays in force', async () => {
    files.rewrite(PATH, '{"tasks": 1}');
    expect(await file.poll()).toBe(false);
    expect(await file.poll()).toBe(true);
    expect(file.isDoubted).toBe(false);
    expect(file.view()?.problems).toMatchObject([{ file: PATH, line: 1, kind: 'error' }]);
    expect(targets()).toEqual([0.5]);
    expect(await file.poll()).toBe(false);
  });

  it('doubts every other broken version anew', async () => {
    files.rewrite(PATH, '{');
    await file.poll();
    files.rewrite(PATH, '{"tasks": [');
    expect(await file.poll()).toBe(false);
    expect(file.problems).toEqual([]);
    expect(await file.poll()).toBe(true);
    expect(file.problems).not.toEqual([]);
  });

  it('is gone when two looks miss it', async () => {
    await files.remove(PATH);
    expect(await file.poll()).toBe(false);
    expect(await file.poll()).toBe(true);
    expect(file.bundle).toBeUndefined();
    expect(file.view()).toBeNull();
  });
});

import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  basename,
  dirname,
  fileLink,
  isSamePath,
  isWithin,
  join,
  relativeTo,
} from '../../../src/monitor/paths.js';

/** What Node's own Windows paths would say, with forward slashes. */
function onWindows(path: string): string {
  return path.replaceAll('\\', '/');
}

describe('paths', () => {
  it.each(['/a/b.csv', '/b.csv', '/', '/a/b/c'])('have the folder and name of %s', (path) => {
    expect(dirname(path)).toBe(posix.dirname(path));
    expect(basename(path)).toBe(posix.basename(path));
  });

  it.each(['C:/a/b.csv', 'C:/b.csv', 'C:/', '//server/share/a/b.csv'])(
    'have the folder and name of %s on Windows',
    (path) => {
      expect(dirname(path)).toBe(onWindows(win32.dirname(path)));
      expect(basename(path)).toBe(win32.basename(path));
    },
  );

  it.each([
    ['/a', 'b/*.csv'],
    ['/a/b', '../c/./d'],
    ['/', 'a'],
    ['/a', '/b/c'],
    ['/a', '../../..'],
    ['/a', ''],
  ])('are joined: %s and %s', (folder, relative) => {
    expect(join(folder, relative)).toBe(posix.resolve(folder, relative));
  });

  it.each([
    ['C:/a', 'b/*.csv'],
    ['C:/a/b', '../c/./d'],
    ['C:/', 'a'],
    ['C:/a', 'D:/b/c'],
    ['C:/a', '../../..'],
    ['//server/share/a', 'b/c'],
    ['C:/a', '//server/share/b'],
  ])('are joined on Windows: %s and %s', (folder, relative) => {
    expect(join(folder, relative)).toBe(onWindows(win32.resolve(folder, relative)));
  });

  it('are told relative to a folder that they lie in', () => {
    expect(relativeTo('/a', '/a/b/c')).toBe('b/c');
    expect(relativeTo('/', '/a')).toBe('a');
    expect(relativeTo('/a', '/ab/c')).toBe('/ab/c');
    expect(relativeTo('/a', '/A/b')).toBe('/A/b');
    expect(relativeTo('C:/Runs', 'c:/runs/Cnn/log.csv')).toBe('Cnn/log.csv');
    expect(relativeTo('C:/', 'C:/runs')).toBe('runs');
    expect(relativeTo('//Server/share', '//server/Share/a')).toBe('a');
  });

  it('lie in a folder or not', () => {
    expect([isWithin('/a', '/a'), isWithin('/a', '/a/b'), isWithin('/', '/a')]).toEqual([true, true, true]);
    expect([isWithin('/a', '/ab'), isWithin('/a/b', '/a'), isWithin('/a', '/A')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([isWithin('c:/Runs', 'C:/runs/a'), isWithin('C:/', 'C:/a'), isWithin('C:/a', 'D:/a')]).toEqual([
      ...[true, true, false],
    ]);
  });

  it('are the same in whatever way they are written', () => {
    expect(isSamePath('/a/./b/../laira.json', '/a/laira.json')).toBe(true);
    expect(isSamePath('/a/laira.json', '/a/Laira.json')).toBe(false);
    expect(isSamePath('c:/Me/laira.json', 'C:/me/Laira.json')).toBe(true);
    expect(isSamePath('C:/a/laira.json', 'D:/a/laira.json')).toBe(false);
  });

  it('are links', () => {
    expect(fileLink('/a b/(c).csv', 3)).toBe('file:///a%20b/%28c%29.csv#L3');
    expect(fileLink('C:/a/b.csv')).toBe('file:///C%3A/a/b.csv');
    expect(fileLink('//server/share/b.csv')).toBe('file://server/share/b.csv');
  });
});

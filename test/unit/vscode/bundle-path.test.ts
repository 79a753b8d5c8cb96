import { describe, expect, it } from 'vitest';
import { bundlePath, bundleToFollow, hasUnsavedChanges } from '../../../src/vscode/bundle-path.js';

function open(fsPath: string, isDirty = true, scheme = 'file') {
  return { isDirty, uri: { scheme, fsPath } };
}

describe('the path of the bundle', () => {
  it('is relative to the first folder unless it is absolute', () => {
    expect(bundlePath(['/a', '/b'], 'laira.json', false)).toBe('/a/laira.json');
    expect(bundlePath(['/a/b'], './../c/laira.json', false)).toBe('/a/c/laira.json');
    expect(bundlePath([], '/c/laira.json', false)).toBe('/c/laira.json');
    expect(bundlePath([], 'laira.json', false)).toBeNull();
  });

  it('may be written with backslashes on Windows', () => {
    expect(bundlePath(['C:/Me'], 'plans\\laira.json', true)).toBe('C:/Me/plans/laira.json');
    expect(bundlePath(['C:/Me'], 'd:\\plans\\laira.json', true)).toBe('D:/plans/laira.json');
    expect(bundlePath(['C:/Me'], '\\\\server\\share\\laira.json', true)).toBe('//server/share/laira.json');
  });
});

describe('the bundle to follow', () => {
  const among =
    (...paths: string[]) =>
    (path: string) =>
      paths.includes(path);

  it('is that of sample runs where the workspace has none of its own', () => {
    const samples = '/b/laira-sample-runs';
    expect(bundleToFollow('/a/laira.json', ['/a', '/b'], among(samples))).toBe(`${samples}/laira.json`);
    expect(bundleToFollow('/a/laira.json', ['/a', '/b'], among('/a/laira.json', samples))).toBe(
      '/a/laira.json',
    );
  });

  it('is to be the own one where there are neither', () => {
    expect(bundleToFollow('/a/laira.json', ['/a'], among())).toBe('/a/laira.json');
    expect(bundleToFollow(null, [], among())).toBeNull();
  });
});

describe('changes that are not saved', () => {
  it('are found in the document of that path', () => {
    expect(hasUnsavedChanges([open('/a/x.json'), open('/a/laira.json')], '/a/laira.json', false)).toBe(true);
    expect(hasUnsavedChanges([open('/a/laira.json')], '/a/b/../laira.json', false)).toBe(true);
    expect(hasUnsavedChanges([open('/a/laira.json', false)], '/a/laira.json', false)).toBe(false);
    expect(hasUnsavedChanges([open('/A/laira.json')], '/a/laira.json', false)).toBe(false);
    expect(hasUnsavedChanges([open('/a/laira.json', true, 'git')], '/a/laira.json', false)).toBe(false);
  });

  it('are found on Windows in whatever case and with whatever slashes', () => {
    const documents = [open('c:\\Users\\Me\\laira.json')];
    expect(hasUnsavedChanges(documents, 'C:/users/me/Laira.json', true)).toBe(true);
    expect(hasUnsavedChanges(documents, 'C:/users/you/laira.json', true)).toBe(false);
    expect(
      hasUnsavedChanges([open('\\\\server\\Share\\laira.json')], '//server/share/laira.json', true),
    ).toBe(true);
  });
});

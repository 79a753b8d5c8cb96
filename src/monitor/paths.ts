/*
 * Paths as the monitor writes them on every system: with forward slashes, `C:/runs` on a drive of Windows, and
 * `//server/share/runs` on a network share. A path tells by its beginning that it is one of Windows.
 */

const DRIVE = /^[A-Za-z]:(?=\/|$)/;
/** What stands before the names of the parts: nothing in a relative path. */
const ROOT = /^(?:[A-Za-z]:(?:\/|$)|\/\/(?=[^/])|\/)/;

/** The folder of a path; the root's is the root itself. */
export function dirname(path: string): string {
  const root = rootOf(path);
  const cut = path.lastIndexOf('/');
  return cut < root.length ? root || '/' : path.slice(0, cut);
}

/** The last part of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder and a relative path and resolves `.` and `..`; an absolute `relative` stands for itself. */
export function join(folder: string, relative: string): string {
  const path = rootOf(relative) === '' ? `${asPrefix(folder)}${relative}` : relative;
  const root = rootOf(path);
  const parts: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${root}${parts.join('/')}`;
}

/** `path` below `folder`, relative to it; the path itself when it lies elsewhere. */
export function relativeTo(folder: string, path: string): string {
  const prefix = asPrefix(folder);
  return folded(path).startsWith(folded(prefix)) ? path.slice(prefix.length) : path;
}

/** Whether `path` is the folder or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  return folded(asPrefix(path)).startsWith(folded(asPrefix(folder)));
}

/** Whether two absolute paths name one file; on Windows in whatever case they are written. */
export function isSamePath(a: string, b: string): boolean {
  return folded(join('/', a)) === folded(join('/', b));
}

/** A link to a file, in a form that Markdown takes as it is; with a line (from 1), editors open it there. */
export function fileLink(path: string, line?: number): string {
  const encoded = path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  const start = path.startsWith('//') ? 'file:' : path.startsWith('/') ? 'file://' : 'file:///';
  return `${start}${encoded}${line === undefined ? '' : `#L${line}`}`;
}

/** With a slash at its end where it has one. */
function rootOf(path: string): string {
  const root = ROOT.exec(path)?.[0] ?? '';
  return DRIVE.test(root) && !root.endsWith('/') ? `${root}/` : root;
}

function asPrefix(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}

/** Windows takes names in whatever case. Their length stays, so that places in them do too. */
function folded(path: string): string {
  return DRIVE.test(path) || path.startsWith('//')
    ? path.replace(/[A-Z]+/g, (part) => part.toLowerCase())
    : path;
}

/** The folder of a path with forward slashes; '/' for a file in the root. */
export function dirname(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? '/' : path.slice(0, cut);
}

/** The last part of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder and a relative path and resolves `.` and `..`; an absolute `relative` stands for itself. */
export function join(folder: string, relative: string): string {
  const absolute = /^([A-Za-z]:)?\//.test(relative) ? relative : `${folder}/${relative}`;
  const parts: string[] = [];
  for (const part of absolute.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const joined = parts.join('/');
  return absolute.startsWith('/') ? `/${joined}` : joined;
}

/** `path` below `folder`, relative to it; the path itself when it lies elsewhere. */
export function relativeTo(folder: string, path: string): string {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** A link to a file, in a form that Markdown takes as it is; with a line (from 1), editors open it there. */
export function fileLink(path: string, line?: number): string {
  const encoded = path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  return `file://${path.startsWith('/') ? '' : '/'}${encoded}${line === undefined ? '' : `#L${line}`}`;
}

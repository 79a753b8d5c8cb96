import { DiskRefusal } from '../monitor/ports.js';

const FULL = ['ENOSPC', 'EDQUOT'];
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS'];

/** Does what writes to `path`; what the disk refuses is told with its mend. @param what it could not be, as a participle */
export async function orRefusal<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DiskRefusal ? error : new DiskRefusal(`${path} cannot be ${what}: ${mend(error)}`);
  }
}

function mend(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (FULL.includes(code)) return 'the disk is full; free some space on it';
  if (FORBIDDEN.includes(code)) {
    return 'the file or its folder is read-only, or in use elsewhere; make it writable';
  }
  // `EISDIR: illegal operation on a directory, rename '…' -> '…'`: the paths are told already.
  const reason = (error instanceof Error ? error.message : String(error)).split(/, [a-z]+ '/)[0] ?? '';
  return `${reason}; put that right`;
}

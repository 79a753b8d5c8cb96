import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a temporary folder; it is removed at the latest when this process ends.
 * @param {string} prefix of its name
 * @returns {{path: string, remove(): void}}
 */
export function temporaryFolder(prefix) {
  const path = mkdtempSync(join(tmpdir(), prefix));
  const remove = () => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  process.on('exit', remove);
  return { path, remove };
}

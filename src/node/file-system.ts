import { watch as watchFolder } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../base/disposable.js';
import type {
  FileSource,
  FileStat,
  FileStore,
  FolderListing,
  StagedFiles,
  TextFile,
} from '../monitor/ports.js';
import { orRefusal } from './disk-refusal.js';
import { stageFiles, writeDurably } from './staged-files.js';

/** A lock older than this belongs to a process that died. */
const STALE_LOCK = 10_000;
/** Folders read between two turns of the event loop. */
const FOLDERS_PER_TURN = 200;

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Forward slashes on every system: the monitor knows no others. A drive's letter is written as `C:`. */
export function toPortable(path: string, isWindows = process.platform === 'win32'): string {
  if (!isWindows) return path;
  return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

/** Reads from the disk. */
export class NodeFileSource implements FileSource {
  async list(folder: string, skip: (folderName: string) => boolean, limit: number): Promise<FolderListing> {
    const files: string[] = [];
    const unreadable: { path: string; message: string }[] = [];
    const waiting = [folder];
    for (let turn = 1; waiting.length > 0; turn++) {
      const current = waiting.pop()!;
      try {
        for (const entry of await readdir(current, { withFileTypes: true })) {
          const path = toPortable(join(current, entry.name));
          if (entry.isDirectory()) {
            if (!skip(entry.name)) waiting.push(path);
          } else if (entry.isFile() || entry.isSymbolicLink()) {
            files.push(path);
          }
        }
      } catch (error) {
        if (!hasCode(error, 'ENOENT', 'ENOTDIR')) {
          unreadable.push({ path: current, message: 'The folder cannot be read; check its permissions.' });
        }
      }
      if (files.length > limit) return { files: files.slice(0, limit), unreadable, truncated: true };
      if (turn % FOLDERS_PER_TURN === 0) await sleep(0);
    }
    return { files, unreadable, truncated: false };
  }

  async stat(path: string): Promise<FileStat | undefined> {
    try {
      const found = await stat(path);
      if (!found.isFile()) return undefined;
      return { size: found.size, modified: found.mtimeMs, identity: `${found.dev}:${found.ino}` };
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  async read(path: string, offset: number, length: number): Promise<Uint8Array> {
    const file = await open(path, 'r');
    try {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await file.close();
    }
  }

  watch(folder: string, onChange: () => void): Disposable {
    try {
      const watcher = watchFolder(folder, { persistent: false }, onChange);
      // A watch that fails (a network folder, too many watches) leaves the work to polling.
      watcher.on('error', () => {
        watcher.close();
      });
      return {
        dispose: () => {
          watcher.close();
        },
      };
    } catch {
      return { dispose: () => undefined };
    }
  }
}

/** Writes to the disk, durably. */
export class NodeFileStore implements FileStore {
  async readText(path: string): Promise<string | undefined> {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  stage(files: readonly TextFile[]): Promise<StagedFiles> {
    return stageFiles(files);
  }

  /** Replaces the file in one step and only after the bytes are on disk; creates its folder. */
  async writeAtomically(path: string, text: string): Promise<void> {
    const staged = await stageFiles([{ path, text }]);
    await staged.commit();
  }

  async appendDurably(path: string, text: string): Promise<void> {
    await orRefusal(path, 'written', async () => {
      await mkdir(dirname(path), { recursive: true });
      await writeDurably(path, 'a', text);
    });
  }

  async remove(path: string): Promise<void> {
    await orRefusal(path, 'removed', () => rm(path, { force: true }));
  }

  async withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
    await orRefusal(path, 'written', () => takeLock(path));
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  }
}

async function takeLock(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    try {
      await (await open(path, 'wx')).close();
      return;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      const held = await stat(path).catch(() => undefined);
      if (held !== undefined && Date.now() - held.mtimeMs > STALE_LOCK) await rm(path, { force: true });
      else await sleep(20);
    }
  }
}

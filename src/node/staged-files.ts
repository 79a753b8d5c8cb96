import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StagedFiles, TextFile } from '../monitor/ports.js';
import { orRefusal } from './disk-refusal.js';

let stagings = 0;

/** Writes files beside their places, durably; in place they take no more room. See `FileStore.stage`. */
export async function stageFiles(files: readonly TextFile[]): Promise<StagedFiles> {
  const staged = files.map(({ path, text }) => ({
    path,
    text,
    temporary: `${path}.${process.pid}.${++stagings}.tmp`,
  }));
  const discard = async (): Promise<void> => {
    await Promise.allSettled(staged.map(({ temporary }) => rm(temporary, { force: true })));
  };
  const orDiscard = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      await discard();
      throw error;
    }
  };
  await orDiscard(async () => {
    for (const { path, temporary, text } of staged) {
      await orRefusal(path, 'written', async () => {
        await mkdir(dirname(path), { recursive: true });
        await writeDurably(temporary, 'w', text);
      });
    }
  });
  return {
    discard,
    commit: () =>
      orDiscard(async () => {
        for (const { path, temporary } of staged) {
          await orRefusal(path, 'replaced', () => rename(temporary, path));
        }
      }),
  };
}

/** Returns after the bytes are on disk. */
export async function writeDurably(path: string, flags: 'w' | 'a', text: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

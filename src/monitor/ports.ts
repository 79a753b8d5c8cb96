import type { Disposable } from '../base/disposable.js';
import type { SqliteQuery } from '../readers/sqlite-query.js';

/** What `stat` tells of a file. */
export interface FileStat {
  /** Bytes. */
  readonly size: number;
  /** Last modification, milliseconds since 1970 UTC. */
  readonly modified: number;
  /** Changes when another file takes the path (device and inode). */
  readonly identity: string;
}

export interface FolderListing {
  /** Absolute paths with forward slashes, in no order. */
  readonly files: readonly string[];
  /** Folders that could not be read, with the reason in one sentence. */
  readonly unreadable: readonly { readonly path: string; readonly message: string }[];
  /** Whether the listing stopped at its limit of files. */
  readonly truncated: boolean;
}

/** The file system as the monitor needs it. Paths are absolute, with forward slashes. */
export interface FileSource {
  /** All files below a folder, except in folders that `skip` names; yields to other work now and then. */
  list(folder: string, skip: (folderName: string) => boolean, limit: number): Promise<FolderListing>;
  /** Undefined when there is no such file; rejects when it cannot be looked at. */
  stat(path: string): Promise<FileStat | undefined>;
  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  read(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Calls back soon after something in the folder changed, where the file system tells; polling covers the rest. */
  watch(folder: string, onChange: () => void): Disposable;
}

/** A file to write. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Files whose bytes are on disk and which are not in place yet. */
export interface StagedFiles {
  /** Puts the files in place, each in one step, in their order; rejects at the first that cannot be. Call once. */
  commit(): Promise<void>;
  /** Forgets what is not in place. */
  discard(): Promise<void>;
}

/** What the disk refuses: the file, why, and the mend, in a sentence without its full stop. */
export class DiskRefusal extends Error {}

/** Writing, for the ledger and the control files. What cannot be written rejects with a `DiskRefusal`. */
export interface FileStore {
  /** Undefined when there is no such file. */
  readText(path: string): Promise<string | undefined>;
  /**
   * Brings the bytes of files to the disk beside their places, whose folders it creates: all of them, or it rejects with
   * nothing left behind.
   */
  stage(files: readonly TextFile[]): Promise<StagedFiles>;
  /** Appends in one write and returns after the bytes are on disk; creates the folder. */
  appendDurably(path: string, text: string): Promise<void>;
  /** Removes the file; nothing happens when there is none. */
  remove(path: string): Promise<void>;
  /** Runs `work` while no other process holds the same lock. */
  withLock<T>(path: string, work: () => Promise<T>): Promise<T>;
}

export interface OpenDatabase extends SqliteQuery, Disposable {}

/** Databases of runs, where the host has a reader for them. */
export interface Databases {
  /** Opens for reading; a refusal is one or two sentences for people. */
  open(
    path: string,
  ):
    | { readonly kind: 'open'; readonly database: OpenDatabase }
    | { readonly kind: 'refused'; readonly message: string };
}

/** Time, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Calls back once after so many milliseconds, unless disposed before. */
  after(milliseconds: number, callback: () => void): Disposable;
}

import type { Disposable } from '../../src/base/disposable.js';
import {
  DiskRefusal,
  type Clock,
  type FileSource,
  type FileStat,
  type FileStore,
  type FolderListing,
  type StagedFiles,
  type TextFile,
} from '../../src/monitor/ports.js';

interface MemoryFile {
  bytes: Uint8Array;
  identity: number;
  modified: number;
}

/** A file system in memory with a clock that stands until a test moves it. */
export class MemoryFiles implements FileSource, FileStore {
  readonly files = new Map<string, MemoryFile>();
  /** Paths that throw when they are read. */
  readonly broken = new Set<string>();
  /** Folders that cannot be read. */
  readonly unreadable = new Set<string>();
  /** Paths whose disk is full. */
  readonly full = new Set<string>();
  /** Paths that cannot be put in place, though there is room. */
  readonly fixed = new Set<string>();
  /** Paths that cannot be removed. */
  readonly undying = new Set<string>();
  /** Bytes handed out by `read`. */
  bytesRead = 0;
  private identities = 0;
  private readonly watchers = new Map<string, Set<() => void>>();

  constructor(private readonly clock: Clock) {}

  write(path: string, text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    this.files.set(path, { bytes, identity: ++this.identities, modified: this.clock.now() });
    this.signal(path);
  }

  append(path: string, text: string): void {
    const file = this.files.get(path);
    if (file === undefined) {
      this.write(path, text);
      return;
    }
    const more = new TextEncoder().encode(text);
    const bytes = new Uint8Array(file.bytes.length + more.length);
    bytes.set(file.bytes);
    bytes.set(more, file.bytes.length);
    this.files.set(path, { ...file, bytes, modified: this.clock.now() + bytes.length / 1e6 });
    this.signal(path);
  }

  /** Other bytes in the same file, as a writer does that opens it anew. */
  rewrite(path: string, text: string): void {
    const identity = this.files.get(path)?.identity ?? ++this.identities;
    const bytes = new TextEncoder().encode(text);
    this.files.set(path, { bytes, identity, modified: this.clock.now() + Math.random() });
    this.signal(path);
  }

  text(path: string): string | undefined {
    const file = this.files.get(path);
    return file === undefined ? undefined : new TextDecoder().decode(file.bytes);
  }

  list(folder: string, skip: (name: string) => boolean, limit: number): Promise<FolderListing> {
    const files = [...this.files.keys()].filter(
      (path) =>
        path.startsWith(`${folder}/`) && !path.slice(folder.length).split('/').slice(1, -1).some(skip),
    );
    return Promise.resolve({
      files: files.slice(0, limit),
      unreadable: [...this.unreadable].map((path) => ({ path, message: 'The folder cannot be read.' })),
      truncated: files.length > limit,
    });
  }

  stat(path: string): Promise<FileStat | undefined> {
    const file = this.files.get(path);
    return Promise.resolve(
      file === undefined
        ? undefined
        : { size: file.bytes.length, modified: file.modified, identity: String(file.identity) },
    );
  }

  read(path: string, offset: number, length: number): Promise<Uint8Array> {
    const file = this.files.get(path);
    if (file === undefined || this.broken.has(path))
      return Promise.reject(new Error('EACCES: permission denied'));
    const bytes = file.bytes.slice(offset, offset + length);
    this.bytesRead += bytes.length;
    return Promise.resolve(bytes);
  }

  watch(folder: string, onChange: () => void): Disposable {
    const watchers = this.watchers.get(folder) ?? new Set<() => void>();
    this.watchers.set(folder, watchers.add(onChange));
    return { dispose: () => watchers.delete(onChange) };
  }

  readText(path: string): Promise<string | undefined> {
    return Promise.resolve(this.text(path));
  }

  stage(files: readonly TextFile[]): Promise<StagedFiles> {
    const full = files.find(({ path }) => this.full.has(path));
    if (full !== undefined) return refuse(`${full.path} cannot be written: the disk is full`);
    const commit = (): Promise<void> => {
      for (const { path, text } of files) {
        if (this.fixed.has(path)) return refuse(`${path} cannot be replaced: it is in use`);
        this.write(path, text);
      }
      return Promise.resolve();
    };
    return Promise.resolve({ commit, discard: () => Promise.resolve() });
  }

  appendDurably(path: string, text: string): Promise<void> {
    if (this.full.has(path)) return refuse(`${path} cannot be written: the disk is full`);
    this.append(path, text);
    return Promise.resolve();
  }

  remove(path: string): Promise<void> {
    if (this.undying.has(path)) return refuse(`${path} cannot be removed: it is in use`);
    this.files.delete(path);
    return Promise.resolve();
  }

  withLock<T>(_path: string, work: () => Promise<T>): Promise<T> {
    return work();
  }

  private signal(path: string): void {
    for (const watcher of this.watchers.get(path.slice(0, path.lastIndexOf('/'))) ?? []) watcher();
  }
}

function refuse(message: string): Promise<never> {
  return Promise.reject(new DiskRefusal(message));
}

/** A clock that a test moves by hand; timers fire when time passes them. */
export class ManualClock implements Clock {
  private time: number;
  private timers: { readonly at: number; readonly callback: () => void }[] = [];

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  after(milliseconds: number, callback: () => void): Disposable {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.push(timer);
    return {
      dispose: () => {
        this.timers = this.timers.filter((other) => other !== timer);
      },
    };
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter((timer) => timer.at <= this.time);
    this.timers = this.timers.filter((timer) => timer.at > this.time);
    for (const timer of due) timer.callback();
  }
}

import { stringifyJson } from '../base/json-numbers.js';
import type { SliceView } from '../protocol/runs.js';
import type { FileStore } from './ports.js';

/** What stood beside the accepted task when it was decided. */
export interface LedgerScore {
  readonly task: string;
  readonly score: number;
  readonly probability: number;
  /** Seconds of the whole machine to the target. */
  readonly remainingTime: number;
}

/** One line of the ledger. Times are ISO 8601 UTC. */
export type LedgerEntry =
  | {
      readonly kind: 'accept';
      readonly time: string;
      readonly slice: number;
      readonly resource: string;
      readonly task: string;
      readonly from: string;
      readonly until: string;
      readonly allocation: readonly { readonly task: string; readonly share: number }[];
      /** The task that was recommended; another one when a person gave the slice away. */
      readonly recommended: string;
      /** Whether a short look at it was recommended, not an ordinary slice. */
      readonly look?: boolean;
      readonly scores: readonly LedgerScore[];
      /** State of every estimator of every task that led to it: task -> method -> state. */
      readonly estimators: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'undo';
      readonly time: string;
      readonly slice: number;
      readonly resource: string;
      readonly by: string;
    }
  | {
      readonly kind: 'skip';
      readonly time: string;
      readonly slice: number;
      readonly resource: string;
      readonly task: string;
      /** The task is not recommended again before this moment. */
      readonly until: string;
      readonly by: string;
    }
  | {
      readonly kind: 'end';
      readonly time: string;
      readonly slice: number;
      readonly resource: string;
      /** `unwritten`: it never began, for the order could not be put into force. */
      readonly cause: 'reached' | 'deadline' | 'diverged' | 'unwritten';
    };

/** The ledger as read: its entries, and what in it could not be read. */
export interface LedgerContents {
  readonly entries: readonly LedgerEntry[];
  /** Lines (from 1) that are no entry; a line cut short by a crash is one. */
  readonly unreadable: readonly number[];
}

/** Where a bundle's ledger lies. */
export function ledgerPath(bundleFolder: string): string {
  return `${bundleFolder}/.laira/decisions.jsonl`;
}

/** Reads a ledger's text. A line that cannot be read loses nothing but itself. */
function parseLedger(text: string): LedgerContents {
  const entries: LedgerEntry[] = [];
  const unreadable: number[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const entry = decodeEntry(line);
    if (entry === undefined) unreadable.push(index + 1);
    else entries.push(entry);
  });
  return { entries, unreadable };
}

function decodeEntry(line: string): LedgerEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<LedgerEntry> | null;
    const valid =
      entry !== null &&
      typeof entry === 'object' &&
      (entry.kind === 'accept' || entry.kind === 'undo' || entry.kind === 'skip' || entry.kind === 'end') &&
      typeof entry.slice === 'number' &&
      typeof entry.resource === 'string' &&
      typeof entry.time === 'string';
    return valid ? (entry as LedgerEntry) : undefined;
  } catch {
    return undefined;
  }
}

/** The decisions taken on one bundle, on disk first: a line is written whole and durably, or not at all. */
export class Ledger {
  private contents: LedgerContents = { entries: [], unreadable: [] };

  constructor(
    readonly path: string,
    private readonly store: FileStore,
  ) {}

  get entries(): readonly LedgerEntry[] {
    return this.contents.entries;
  }

  get unreadable(): readonly number[] {
    return this.contents.unreadable;
  }

  async reload(): Promise<void> {
    this.contents = parseLedger((await this.store.readText(this.path)) ?? '');
  }

  /**
   * Adds an entry that `make` builds from the newest entries, while no other process can add one.
   * Rejects when `make` throws or the disk refuses; nothing is written then.
   */
  async add(make: () => LedgerEntry): Promise<LedgerEntry> {
    return this.store.withLock(`${this.path}.lock`, async () => {
      const text = (await this.store.readText(this.path)) ?? '';
      this.contents = parseLedger(text);
      const entry = make();
      // A crash can have cut the last line short; the new entry must not continue it.
      const lead = text === '' || text.endsWith('\n') ? '' : '\n';
      await this.store.appendDurably(this.path, `${lead}${stringifyJson(entry)}\n`);
      this.contents = { ...this.contents, entries: [...this.contents.entries, entry] };
      return entry;
    });
  }

  /** The number that the next slice of a resource gets. */
  nextSlice(resource: string): number {
    let last = 0;
    for (const entry of this.entries) {
      if (entry.kind === 'accept' && entry.resource === resource) last = Math.max(last, entry.slice);
    }
    return last + 1;
  }

  /** Every accepted slice, oldest first. @param now milliseconds since 1970 UTC */
  slices(now: number, runOf: (task: string) => string): SliceView[] {
    const slices = new Map<string, SliceView>();
    for (const entry of this.entries) {
      const key = `${entry.resource}#${entry.slice}`;
      const known = slices.get(key);
      if (entry.kind === 'accept' && known === undefined) {
        slices.set(key, {
          slice: entry.slice,
          resource: entry.resource,
          run: runOf(entry.task),
          name: entry.task,
          from: Date.parse(entry.from),
          until: Date.parse(entry.until),
          state: 'running',
          by: entry.by,
        });
      } else if (known !== undefined && entry.kind === 'undo') {
        slices.set(key, { ...known, until: Math.min(known.until, Date.parse(entry.time)), state: 'undone' });
      } else if (known !== undefined && entry.kind === 'end') {
        const state = entry.cause === 'unwritten' ? 'undone' : known.state;
        slices.set(key, { ...known, until: Math.min(known.until, Date.parse(entry.time)), state });
      }
    }
    return [...slices.values()].map((slice) => ({ ...slice, state: stateAt(slice, now) }));
  }

  /** Tasks that a person passed over, and until when (milliseconds since 1970 UTC). */
  skipped(resource: string): ReadonlyMap<string, number> {
    const skipped = new Map<string, number>();
    for (const entry of this.entries) {
      if (entry.resource !== resource) continue;
      if (entry.kind === 'skip') skipped.set(entry.task, Date.parse(entry.until));
      else if (entry.kind === 'accept') skipped.clear();
    }
    return skipped;
  }
}

function stateAt(slice: SliceView, now: number): SliceView['state'] {
  if (slice.state === 'undone') return 'undone';
  if (now >= slice.until) return 'ended';
  return now < slice.from ? 'starting' : 'running';
}

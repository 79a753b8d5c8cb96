import { setTimeout as delay } from 'node:timers/promises';
import { controls, decisions, logSize, type Acceptance } from './training-folder.js';

/** Milliseconds that every paused run must be silent for. */
const SILENCE = 4000;
/** Milliseconds of a slice that must be left at the beginning of the watch: some runs write in blocks, 8.6 s apart. */
const LEFT = 9000;

/** What was seen of the logs while a slice was in force. */
export interface WatchedSlice {
  readonly task: string;
  /** Tasks that their control files let train. */
  readonly allowed: readonly string[];
  readonly paused: readonly string[];
  /** Bytes of the paused tasks' logs at the beginning and at the end of their silence. */
  readonly sizes: readonly [Sizes, Sizes];
  /** Whether the log of the task grew by the end of the slice. */
  readonly hasGrown: boolean;
}

type Sizes = Readonly<Record<string, number>>;

/**
 * Watches the logs of ten runs, or how many they are, in a slice that has just been accepted.
 * @returns what was seen, or why there was not enough to see
 */
export async function watchSlice(
  folder: string,
  { task, from, until }: Acceptance,
  runs: number,
): Promise<WatchedSlice | string> {
  const end = Date.parse(until);
  /** Asks until there is an answer; undefined when the slice is over without one. */
  const inSlice = async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    for (;;) {
      const isOver = Date.now() >= end || (await decisions(folder)).at(-1)?.kind !== 'accept';
      const answer = await ask();
      if (answer !== undefined || isOver) return answer;
      await delay(100);
    }
  };

  // A slice that is shown has all its control files; it may have ended since.
  const orders = Object.entries(await controls(folder));
  if (orders.length !== runs) return 'not every run has a control file';
  const [allowed, paused] = ['run', 'pause'].map((wanted) =>
    orders.filter(([, state]) => state === wanted).map(([run]) => run),
  );

  await delay(Math.max(0, Date.parse(from) - Date.now()));
  const left = end - Date.now();
  if (left < LEFT) return `only ${left} ms of the slice are left`;
  const start = await logSize(folder, task);
  const silence = new Silence(folder, paused!);
  const sizes = await inSlice(() => silence.look());
  if (sizes === undefined) return `paused runs went on: ${silence.lastToGrow.join(', ')}`;
  const hasGrown = await inSlice(async () => ((await logSize(folder, task)) > start ? true : undefined));
  return { task, allowed: allowed!, paused: paused!, sizes, hasGrown: hasGrown ?? false };
}

/** Waits for a while in which no log of some runs grows: on a busy machine they are paused a moment late. */
class Silence {
  lastToGrow: readonly string[] = [];
  private before: Sizes | undefined;
  private since = NaN;

  constructor(
    private readonly folder: string,
    private readonly runs: readonly string[],
  ) {}

  /** @returns the sizes at the beginning and the end of the silence; undefined before it is long enough */
  async look(): Promise<readonly [Sizes, Sizes] | undefined> {
    const now = Date.now();
    const sizes = await this.sizes();
    const { before } = this;
    if (before !== undefined) {
      const grown = this.runs.filter((run) => sizes[run] !== before[run]);
      if (grown.length === 0) return now - this.since >= SILENCE ? [before, sizes] : undefined;
      this.lastToGrow = grown;
    }
    this.before = sizes;
    // Only from here on is it known that nothing is written.
    this.since = Date.now();
    return undefined;
  }

  private async sizes(): Promise<Sizes> {
    return Object.fromEntries(
      await Promise.all(this.runs.map(async (run) => [run, await logSize(this.folder, run)] as const)),
    );
  }
}

import { access, appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyEdits, modify } from 'jsonc-parser';
import { writeDuration } from '../base/duration.js';
import { allows, CONTROL_FILE, parseControl } from '../actuators/control-file.js';
import { parseBundle, type Bundle, type Moment } from '../monitor/bundle.js';
import { Catalogue, DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../monitor/catalogue.js';
import { NodeFileSource, toPortable } from './file-system.js';
import { NOT_LOGS, recordedLog, type RecordedLog } from './replay-schedule.js';

/** Milliseconds between two looks at what is due. */
const TICK = 40;

/** What is replayed, where and how fast; plain data. */
export interface ReplayRequest {
  /** Folder of the recordings. */
  readonly source: string;
  /** An empty folder, or one that is not there yet. */
  readonly destination: string;
  /** Recorded seconds per second. */
  readonly speed: number;
}

export interface ReplayOptions extends ReplayRequest {
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Told the share of all bursts that are written, 0 to 1, now and then. */
  readonly played?: (share: number) => void;
}

/** What stands in the way of a replay, in one sentence with the mend. */
export class ReplayError extends Error {}

/**
 * Re-enacts recorded runs: appends to another folder what they logged, in their own format and their own bursts, at N
 * times their speed. The runs share one machine: those that the control files allow, or all alike. A run that has a
 * share of the machine gets through so much of its recording.
 */
export async function replay(options: ReplayOptions): Promise<void> {
  const source = resolve(options.source);
  const destination = resolve(options.destination);
  const logs = await findRecordings(source);
  if (logs.length === 0)
    throw new ReplayError(`There is no log in ${source} to replay; name a folder of recorded runs.`);
  const players = logs.map((log) => new Player(log, source, destination, options.speed));
  for (const player of players) await player.prepare();
  await writeBundle(source, destination, options.speed);
  options.progress(
    `Replaying ${players.length} logs from ${source} into ${destination} at ${options.speed} times their speed.`,
  );
  let last = performance.now();
  while (!options.signal.aborted && players.some((player) => !player.finished)) {
    await sleep(TICK, undefined, { signal: options.signal }).catch(() => undefined);
    const now = performance.now();
    const seconds = ((now - last) / 1000) * options.speed;
    last = now;
    const running = await allowedPlayers(players);
    for (const player of running) await player.play(seconds / running.length);
    options.played?.(playedShare(players));
  }
  const done = players.filter((player) => player.finished).length;
  options.progress(`${done} of ${players.length} logs were replayed to their end.`);
}

async function findRecordings(source: string): Promise<RecordedLog[]> {
  const catalogue = new Catalogue(new NodeFileSource());
  const { logs } = await catalogue.scan(toPortable(source), {
    include: DEFAULT_INCLUDE,
    exclude: [...DEFAULT_EXCLUDE, ...NOT_LOGS],
    patterns: {},
  });
  return Promise.all(logs.map((log) => recordedLog(log, toPortable(source))));
}

function playedShare(players: readonly Player[]): number {
  const sum = (count: (player: Player) => number): number =>
    players.reduce((total, player) => total + count(player), 0);
  return (
    sum(({ played }) => played) /
    Math.max(
      1,
      sum(({ bursts }) => bursts),
    )
  );
}

/** Who has the machine: the runs that a control file in force lets run, or all that no file holds back. */
async function allowedPlayers(players: readonly Player[]): Promise<Player[]> {
  const open = players.filter((player) => !player.finished);
  const verdicts = await Promise.all(open.map((player) => player.allowed()));
  const named = open.filter((_, i) => verdicts[i] === true);
  return named.length > 0 ? named : open.filter((_, i) => verdicts[i] !== false);
}

/** One log on its way through its recording. */
class Player {
  private readonly target: string;
  private readonly controlFile: string;
  /** Seconds of the recording played. */
  private position = 0;
  /** Flushes done. */
  private next = 0;

  constructor(
    private readonly log: RecordedLog,
    source: string,
    destination: string,
    private readonly speed: number,
  ) {
    this.target = join(destination, relative(source, log.path));
    this.controlFile = join(destination, relative(source, log.folder), CONTROL_FILE);
  }

  /** Bursts that were written. */
  get played(): number {
    return this.next;
  }

  get bursts(): number {
    return this.log.flushes.length;
  }

  get finished(): boolean {
    return this.next >= this.bursts;
  }

  async prepare(): Promise<void> {
    const exists = await access(this.target).then(
      () => true,
      () => false,
    );
    if (exists) throw new ReplayError(`${this.target} exists already; replay into an empty folder.`);
    await mkdir(dirname(this.target), { recursive: true });
  }

  /** Whether the control file lets this run train now; undefined when nothing is in force. */
  async allowed(): Promise<boolean | undefined> {
    const text = await readFile(this.controlFile, 'utf8').catch(() => undefined);
    const control = text === undefined ? undefined : parseControl(text);
    return control === undefined ? undefined : allows(control, Date.now());
  }

  /** Goes on by so many seconds of the recording and writes what appeared in them. */
  async play(seconds: number): Promise<void> {
    this.position += seconds;
    const { flushes } = this.log;
    for (; this.next < flushes.length && flushes[this.next]!.seconds <= this.position; this.next++) {
      if (this.log.unit === 'bytes') await this.append();
      else await this.replaceDocument(flushes[this.next]!.size);
    }
  }

  private async append(): Promise<void> {
    const { contents, flushes } = this.log;
    const flush = flushes[this.next]!;
    const from = this.next === 0 ? 0 : flushes[this.next - 1]!.size;
    const bytes = contents.subarray(from, flush.size);
    await appendFile(
      this.target,
      this.log.path.endsWith('.jsonl') ? this.moveTimes(bytes.toString('utf8')) : bytes,
    );
  }

  /** Unix times in JSON lines are moved to the replay's time, the last of a flush to now. */
  private moveTimes(text: string): string {
    const pattern = /("(?:time|timestamp|_timestamp|wall_time)":\s*)(\d{9,10}(?:\.\d+)?)/g;
    const times = [...text.matchAll(pattern)].map((match) => Number(match[2]));
    const newest = Math.max(...times);
    return text.replace(pattern, (_match, key: string, time: string) => {
      const moved = Date.now() / 1000 - (newest - Number(time)) / this.speed;
      return `${key}${moved.toFixed(3)}`;
    });
  }

  /** A document is replaced in one step, as its writer does: its history cut to its first entries. */
  private async replaceDocument(entries: number): Promise<void> {
    const whole = JSON.parse(this.log.contents.toString('utf8')) as {
      log_history: Record<string, unknown>[];
    };
    const history = whole.log_history.slice(0, entries);
    const last = history.at(-1);
    const document = {
      ...whole,
      ...(last === undefined ? {} : { epoch: last['epoch'], global_step: last['step'] }),
      log_history: history,
    };
    await writeFile(`${this.target}.tmp`, `${JSON.stringify(document, null, 2)}\n`);
    await rename(`${this.target}.tmp`, this.target);
  }
}

/** The recording's bundle for the replay: it starts now, durations are shorter and data rates higher by the speed. */
async function writeBundle(source: string, destination: string, speed: number): Promise<void> {
  const file = join(source, 'laira.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { bundle, problems } = parseBundle(toPortable(file), text);
  if (bundle === undefined) {
    throw new ReplayError(
      `${file}, line ${problems[0]?.line ?? 1}: ${problems[0]?.message ?? 'not a bundle'}`,
    );
  }
  await writeFile(join(destination, 'laira.json'), scaleBundle(text, bundle, speed, new Date()));
}

/** Exported for its test. */
function scaleBundle(text: string, bundle: Bundle, speed: number, start: Date): string {
  let scaled = change(text, ['start'], start.toISOString());
  bundle.tasks.forEach((task, i) => {
    scaled = changeMoment(scaled, ['tasks', i, 'deadline'], task.deadline, speed);
    scaled = changeMoment(scaled, ['tasks', i, 'begin'], task.begin, speed);
    if (task.dataRate !== undefined) scaled = change(scaled, ['tasks', i, 'dataRate'], task.dataRate * speed);
  });
  return scaled;
}

function changeMoment(
  text: string,
  path: (string | number)[],
  moment: Moment | undefined,
  speed: number,
): string {
  return moment?.kind === 'after-start' ? change(text, path, writeDuration(moment.seconds / speed)) : text;
}

function change(text: string, path: (string | number)[], value: string | number): string {
  return applyEdits(
    text,
    modify(text, path, value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }),
  );
}

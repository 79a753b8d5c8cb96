import { SqliteReader } from '../readers/sqlite-tables.js';
import type { LogFormat } from '../readers/reader.js';
import type { Log, LogSink } from './log.js';
import type { Databases, FileSource, OpenDatabase } from './ports.js';

/** A database of runs on disk. It is asked only when its file or its write-ahead log changed. */
export class LogDatabase implements Log {
  readonly placeUnit = 'offset';
  readonly repeats = false;
  readonly mayBeOfAnything = false;
  modified = NaN;
  format: LogFormat | undefined;
  private open: { readonly database: OpenDatabase; readonly reader: SqliteReader } | undefined;
  private identity = '';
  private stamp = '';
  private refusal = '';

  constructor(
    readonly path: string,
    private readonly source: FileSource,
    private readonly databases: Databases,
    private readonly sink: LogSink,
  ) {}

  async poll(): Promise<boolean> {
    try {
      const file = await this.source.stat(this.path);
      const wal = await this.source.stat(`${this.path}-wal`);
      if (file === undefined) {
        if (this.identity !== '') this.sink.gone(true, this);
        this.close();
        return false;
      }
      const stamp = [file, wal].map((stat) => `${stat?.modified ?? 0} ${stat?.size ?? 0}`).join(' ');
      if (stamp === this.stamp && file.identity === this.identity) return false;
      if (this.identity !== '' && file.identity !== this.identity) {
        this.close();
        this.sink.restart(this);
      }
      this.identity = file.identity;
      this.modified = Math.max(file.modified, wal?.modified ?? 0);
      const more = this.read();
      // With more waiting, the same stamp must be asked again.
      this.stamp = more ? '' : stamp;
      return more;
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  finish(): void {
    // Every row is whole.
  }

  dispose(): void {
    this.close();
  }

  private read(): boolean {
    if (this.open === undefined) {
      const opening = this.databases.open(this.path);
      if (opening.kind === 'refused') {
        this.refuse(opening.message);
        return false;
      }
      this.open = { database: opening.database, reader: new SqliteReader(opening.database) };
    }
    const { events, problems, more } = this.open.reader.poll();
    this.format = this.open.reader.detected;
    if (events.length > 0) this.sink.events(events, this);
    if (problems.length > 0) this.sink.problems(problems, this);
    return more;
  }

  private refuse(message: string): void {
    if (message !== this.refusal) this.sink.problems([{ kind: 'unreadable', place: 0, message }], this);
    this.refusal = message;
  }

  private close(): void {
    this.open?.database.dispose();
    this.open = undefined;
    this.identity = '';
    this.stamp = '';
  }
}

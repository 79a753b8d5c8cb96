import { metricRole, type MetricRole } from './metric-role.js';
import type { ReadOutput } from './read-output.js';

/** A metric that comes so often while a position stays the same shows that it is none. */
export const REPEATS = 3;
/** An epoch with decimals is too coarse if a metric comes so often before it moves. */
const REPEATS_OF_FRACTION = 2;
/** Rows that are kept at most to be told again. */
const MOST_KEPT = 64;
/** Metrics that may come several times at a position without being reports. */
const NO_REPORT: ReadonlySet<MetricRole> = new Set(['time', 'epoch', 'step']);

/** A number by which a row may be placed in the training. */
export interface Position {
  readonly name: string;
  /** Undefined where the row has none. */
  readonly value: number | undefined;
}

/**
 * What is named like a position may be the same in all rows: a length, a setting. Rows are told by the best position
 * that they have. Once that has stayed the same while a metric came several times, it counts nothing: it is ignored,
 * and the rows are told again by the next best, or by their order. If it moves after all, it is believed again, unless
 * it moves by fractions: an epoch that is rounded to two decimals is the same for many reports.
 */
export class PositionDoubt<Row> {
  /** Names of positions that count nothing, as far as is known. */
  readonly ignored = new Set<string>();
  private rows: Row[] = [];
  private open = true;
  private readonly first = new Map<string, number>();
  private readonly moved = new Set<string>();
  private readonly fractional = new Set<string>();
  private readonly repeats = new Map<string, number>();
  /** What was told of the rows, by run. */
  private readonly told = new Map<string, Set<string>>();
  private mark = 0;

  /** @param output is told that rows are told again */
  constructor(private readonly output: ReadOutput) {}

  /** Whether rows are kept: they have to be shown to the doubt then. */
  get isOpen(): boolean {
    return this.open;
  }

  /** Leaves it at what is known. */
  close(): void {
    this.open = false;
    this.rows = [];
  }

  /** To be called before a row is told. */
  begin(): void {
    this.mark = this.output.count;
  }

  /**
   * To be called when a row was told.
   * @param positions of the row, best first
   * @param place of the row
   * @returns the rows that are to be told again now, by positions that are not ignored
   */
  end(row: Row, positions: readonly Position[], place: number): readonly Row[] {
    this.rows.push(row);
    const metrics = this.metricsSince(positions);
    const isChanged = this.believeMoved(positions) || this.ignoreStill(positions, metrics);
    const again = isChanged ? this.rows : [];
    if (isChanged) this.retract(place);
    const best = this.best(positions);
    const isSure = this.ignored.size === 0 && best !== undefined && this.moved.has(best.name);
    if (isSure || this.rows.length >= MOST_KEPT) this.close();
    return again;
  }

  private metricsSince(positions: readonly Position[]): readonly string[] {
    const metrics: string[] = [];
    for (const event of this.output.since(this.mark)) {
      if (event.kind !== 'scalar') continue;
      const { run, metric } = event;
      const ofRun = this.told.get(run) ?? new Set();
      this.told.set(run, ofRun.add(metric));
      if (NO_REPORT.has(metricRole(metric)) || positions.some(({ name }) => name === metric)) continue;
      metrics.push(metric);
    }
    return metrics;
  }

  private best(positions: readonly Position[]): Position | undefined {
    return positions.find(({ name, value }) => value !== undefined && !this.ignored.has(name));
  }

  /** @returns whether an ignored position has moved */
  private believeMoved(positions: readonly Position[]): boolean {
    const { first, moved, fractional, ignored } = this;
    for (const { name, value } of positions) {
      if (value === undefined) continue;
      if (!Number.isInteger(value)) fractional.add(name);
      if (!first.has(name)) first.set(name, value);
      else if (first.get(name) !== value) moved.add(name);
    }
    const from = positions.findIndex(
      ({ name }) => ignored.has(name) && moved.has(name) && !fractional.has(name),
    );
    if (from < 0) return false;
    // Those behind it are no rivals any more.
    for (const { name } of positions.slice(from)) ignored.delete(name);
    return true;
  }

  /** @returns whether a position has stayed the same for too long */
  private ignoreStill(positions: readonly Position[], metrics: readonly string[]): boolean {
    const { moved, ignored, repeats } = this;
    const best = this.best(positions);
    if (best === undefined) return false;
    if (moved.has(best.name)) {
      const isCoarse = this.fractional.has(best.name) && Math.max(...repeats.values()) >= REPEATS_OF_FRACTION;
      if (isCoarse) ignored.add(best.name);
      return isCoarse;
    }
    for (const metric of metrics) repeats.set(metric, (repeats.get(metric) ?? 0) + 1);
    if (!metrics.some((metric) => repeats.get(metric)! >= REPEATS)) return false;
    for (const { name } of positions.slice(positions.indexOf(best))) {
      if (moved.has(name)) break;
      ignored.add(name);
    }
    return true;
  }

  private retract(place: number): void {
    for (const [run, metrics] of this.told) {
      this.output.event({ kind: 'retell', run, metrics: [...metrics], place });
    }
  }
}

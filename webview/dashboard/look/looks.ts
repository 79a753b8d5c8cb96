import { RUN_COLOURS } from '../../shared/theme.js';
import { homeLook, LOOKS, type Look } from './look.js';
import { RUN_MARKS } from './mark-shape.js';

interface NumberedRun {
  readonly id: string;
  readonly colour: number;
}

/**
 * Gives every run its look, and keeps it. A run begins with the look of its number. When it is selected while another
 * selected run has its colour, it takes one that is free, and no other run changes: what is drawn strongly has colours
 * of its own while there are enough, and two runs look alike only beyond 48 of them.
 */
export class Looks {
  private readonly looks: Map<string, Look>;
  private runs: readonly NumberedRun[] = [];
  private selected: readonly string[] = [];
  private shown: ReadonlyMap<string, Look> = new Map();

  /** @param kept what `kept` gave when the page was last shown; anything else begins anew */
  constructor(kept?: unknown) {
    this.looks = restoreLooks(kept);
  }

  /** Of all runs; the same map as before where nothing changed. @param selected ids, the longest selected first */
  arrange(runs: readonly NumberedRun[], selected: readonly string[]): ReadonlyMap<string, Look> {
    if (runs === this.runs && sameNames(selected, this.selected)) return this.shown;
    const known = new Map(runs.map((run) => [run.id, run]));
    const looks = this.homes(runs);
    const before = new Set(this.selected);
    const settled = selected.filter((id) => known.has(id) && before.has(id));
    const arriving = selected.filter((id) => known.has(id) && !before.has(id));
    for (const id of arriving) {
      looks.set(id, freeLook(id, looks, settled));
      settled.push(id);
    }
    for (const [id, look] of looks) this.looks.set(id, look);
    this.runs = runs;
    this.selected = [...selected];
    if (!sameLooks(looks, this.shown)) this.shown = looks;
    return this.shown;
  }

  /** What has to be kept while the page is hidden. */
  kept(): Readonly<Record<string, Look>> {
    return Object.fromEntries(this.looks);
  }

  /** The look that each run has; for a new one that of its number, or the next that no other run has. */
  private homes(runs: readonly NumberedRun[]): Map<string, Look> {
    const looks = new Map<string, Look>();
    const taken = new Set<number>();
    const take = (id: string, look: Look): void => {
      looks.set(id, look);
      taken.add(placeOf(look));
    };
    for (const { id } of runs) {
      const look = this.looks.get(id);
      if (look !== undefined && (runs.length > LOOKS || !taken.has(placeOf(look)))) take(id, look);
    }
    for (const { id, colour } of runs) {
      if (looks.has(id)) continue;
      const home = placeOf(homeLook(colour));
      let place = home;
      for (let i = 0; i < LOOKS && taken.has(place); i++) place = (place + 1) % LOOKS;
      take(id, homeLook(taken.has(place) ? home : place));
    }
    return looks;
  }
}

/**
 * The run's own look where no other selected run has its colour; else of the colours that the fewest selected runs
 * have, the one that the fewest runs have, with its own mark or the first that makes it different.
 * @param selected the other selected runs
 */
function freeLook(id: string, looks: ReadonlyMap<string, Look>, selected: readonly string[]): Look {
  const own = looks.get(id)!;
  const shown = selected.map((other) => looks.get(other)!);
  const least = Math.min(...PALETTE.map((colour) => count(shown, colour)));
  if (count(shown, own.colour) === least && !shown.some((look) => placeOf(look) === placeOf(own))) return own;
  const others = [...looks].flatMap(([other, look]) => (other === id ? [] : look));
  const colours = PALETTE.filter((colour) => count(shown, colour) === least).sort(
    (a, b) => count(others, a) - count(others, b) || distance(own.colour, a) - distance(own.colour, b),
  );
  const free = unlike(others, colours, own.mark);
  if (free !== undefined) return free;
  if (!others.some((look) => placeOf(look) === placeOf(own))) return own;
  // Where there are more runs than looks, the selected ones at least differ.
  return unlike(shown, colours, own.mark) ?? own;
}

/** A look that none of the others has. @param mark preferred */
function unlike(others: readonly Look[], colours: readonly number[], mark: number): Look | undefined {
  const taken = new Set(others.map(placeOf));
  const marks = [mark, ...Array.from({ length: RUN_MARKS }, (_, i) => i)];
  return colours
    .flatMap((colour) => marks.map((each) => ({ colour, mark: each })))
    .find((look) => !taken.has(placeOf(look)));
}

function count(looks: readonly Look[], colour: number): number {
  return looks.filter((look) => look.colour === colour).length;
}

const PALETTE = Array.from({ length: RUN_COLOURS }, (_, i) => i);

/** How far on in the palette. */
function distance(from: number, to: number): number {
  return (to - from + RUN_COLOURS) % RUN_COLOURS;
}

function placeOf({ colour, mark }: Look): number {
  return mark * RUN_COLOURS + colour;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

function sameLooks(a: ReadonlyMap<string, Look>, b: ReadonlyMap<string, Look>): boolean {
  if (a.size !== b.size) return false;
  for (const [id, { colour, mark }] of a) {
    const other = b.get(id);
    if (other?.colour !== colour || other.mark !== mark) return false;
  }
  return true;
}

function restoreLooks(kept: unknown): Map<string, Look> {
  if (typeof kept !== 'object' || kept === null) return new Map();
  return new Map(
    Object.entries(kept).flatMap(([id, look]: [string, unknown]) => (isLook(look) ? [[id, look]] : [])),
  );
}

function isLook(value: unknown): value is Look {
  if (typeof value !== 'object' || value === null) return false;
  const { colour, mark } = value as { readonly colour?: unknown; readonly mark?: unknown };
  return isBelow(colour, RUN_COLOURS) && isBelow(mark, RUN_MARKS);
}

function isBelow(value: unknown, limit: number): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < limit;
}

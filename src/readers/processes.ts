import type { ScannedLine } from './line-scanner.js';

interface Latest {
  step: number;
  /** The last step of every process, by what its lines begin with. */
  readonly steps: Map<string, number>;
}

/** Processes whose steps are kept. */
const MOST_PROCESSES = 1024;
/** What launchers put before the lines of a process: `[rank1]:`, `[default3]:`, `3: `. */
const LABEL = /^(?:\[[A-Za-z][^\]]*\]:|\d{1,4}: )/;

/**
 * Many processes of one training may print the same report, with numbers that differ or not. The first of them that
 * reports a step is heard, and one that goes on behind it is not; one that begins anew further back is a restart.
 */
export class Processes {
  private lastLabel = '\n';
  private readonly latest = new Map<string, Latest>();

  /** Whether a line reports a step that another process has reported already. */
  isBehind(line: string, step: number, { level, phase }: ScannedLine): boolean {
    if (!mayHaveLabel(line)) return false;
    // Most often, one process alone prints.
    const label = line.startsWith(this.lastLabel) ? this.lastLabel : LABEL.exec(line)?.[0];
    if (label === undefined) return false;
    this.lastLabel = label;
    const kind = phase === undefined ? level : `${phase} ${level}`;
    let latest = this.latest.get(kind);
    if (latest === undefined) {
      latest = { step: -Infinity, steps: new Map() };
      this.latest.set(kind, latest);
    }
    const { steps } = latest;
    const own = steps.get(label);
    const isAlone = steps.size === 0 || (steps.size === 1 && own !== undefined);
    if (own !== undefined || steps.size < MOST_PROCESSES) steps.set(label, step);
    const isBehind =
      !isAlone && (step === latest.step || (step < latest.step && own !== undefined && step > own));
    if (!isBehind) latest.step = step;
    return isBehind;
  }
}

/** Most lines begin with no label, and most of those that begin with a bracket with a date in it. */
function mayHaveLabel(line: string): boolean {
  const first = line.charCodeAt(0);
  return first === OPEN_BRACKET ? line.charCodeAt(1) >= LETTERS : first >= ZERO && first <= NINE;
}

const ZERO = 0x30;
const NINE = 0x39;
const LETTERS = 0x41;
const OPEN_BRACKET = 0x5b;

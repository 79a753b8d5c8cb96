import type { ScannedLine } from './line-scanner.js';

/** One process, told from the others by what its lines begin with. */
interface Process {
  step: number;
}

/** What the processes have reported of one kind. */
interface Latest {
  step: number;
  readonly processes: Map<string, Process>;
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
  private readonly latest = new Map<string, Latest>();
  /** The line before: most often, one process alone prints, and one kind of report. */
  private label = '\n';
  private level = '';
  private phase: string | undefined;
  private kind: Latest | undefined;
  private process: Process | undefined;

  /** Whether a line reports a step that another process has reported already. */
  isBehind(line: string, step: number, { level, phase }: ScannedLine): boolean {
    if (!mayHaveLabel(line)) return false;
    if (
      this.kind === undefined ||
      level !== this.level ||
      phase !== this.phase ||
      !line.startsWith(this.label)
    ) {
      const label = LABEL.exec(line)?.[0];
      if (label === undefined) return false;
      this.turnTo(label, level, phase);
    }
    const kind = this.kind!;
    const own = this.process;
    const before = own?.step ?? NaN;
    const isAlone = kind.processes.size === 1 && own !== undefined;
    if (own !== undefined) own.step = step;
    const isBehind = !isAlone && (step === kind.step || (step < kind.step && step > before));
    if (!isBehind) kind.step = step;
    return isBehind;
  }

  private turnTo(label: string, level: string, phase: string | undefined): void {
    const name = phase === undefined ? level : `${phase} ${level}`;
    let kind = this.latest.get(name);
    if (kind === undefined) {
      kind = { step: NaN, processes: new Map() };
      this.latest.set(name, kind);
    }
    const { processes } = kind;
    let process = processes.get(label);
    if (process === undefined && processes.size < MOST_PROCESSES) {
      process = { step: NaN };
      processes.set(label, process);
    }
    this.label = label;
    this.level = level;
    this.phase = phase;
    this.kind = kind;
    this.process = process;
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

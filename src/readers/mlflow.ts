import { DecimalReader } from './decimal-reader.js';
import { headText } from './head-text.js';
import { LineSplitter } from './lines.js';
import { parseNumber } from './numbers.js';
import { ReadOutput } from './read-output.js';
import type { Reader, ReaderDefinition, ReadResult } from './reader.js';
import { ZeroSteps } from './zero-steps.js';

/** `<milliseconds> <value> [<step>]` (mlflow/store/tracking/file_store.py, `_get_metric_from_line`). */
const LINE = /^(\d+) (\S+)(?: (-?\d+))?$/;

/** The part of a path below a run's `metrics/`; a run's directory is named by its identifier, a UUID in hexadecimal. */
const METRIC_OF_RUN = /\/[0-9a-f]{32}\/metrics\/(.+)$/;

const SPACE = 0x20;
/** Signs come before digits in ASCII. */
const DIGITS = 0x30;

function metricOf(path: string): string {
  const name =
    METRIC_OF_RUN.exec(path)?.[1] ?? path.slice(path.lastIndexOf('/metrics/') + '/metrics/'.length);
  return name.trim();
}

/** MLflow's file store: `<experiment>/<run>/metrics/<metric>`, one file per metric, one line per value. */
class MlflowReader implements Reader {
  private readonly metric: string;
  private readonly output = new ReadOutput();
  private readonly decimal = new DecimalReader();
  private readonly zeroSteps: ZeroSteps;
  private readonly lines = new LineSplitter(
    {
      line: (text, line, whole) => {
        this.readLine(text, line, whole);
      },
      tooLong: (line) => {
        this.output.tooLong(line);
      },
    },
    { updates: false },
  );

  constructor(path: string) {
    this.metric = metricOf(path);
    this.zeroSteps = new ZeroSteps('', this.metric, this.output);
  }

  push(chunk: Uint8Array): ReadResult {
    this.lines.push(chunk);
    return this.output.take();
  }

  end(): ReadResult {
    this.lines.end();
    return this.output.take();
  }

  private readLine(text: string, line: number, whole: boolean): void {
    const content = text.trim();
    if (content === '') return;
    if (!whole) {
      // MLflow ends every line, so the last digits of this one may be missing.
      this.output.problem('truncated', line, 'The last line is not whole and is left out.');
      return;
    }
    if (this.readPlainLine(content, line)) return;
    const [, milliseconds, number, step] = LINE.exec(content) ?? [];
    const value = number === undefined ? undefined : parseNumber(number);
    if (value === undefined) {
      const message = 'The line is not "<milliseconds> <value> <step>" and is left out.';
      this.output.problem('malformed-line', line, message);
      return;
    }
    this.value(Number(milliseconds), value, step === undefined ? undefined : Number(step), line);
  }

  /** Reads the usual line, three plain numbers, where it stands. @returns whether it is one */
  private readPlainLine(content: string, line: number): boolean {
    const { decimal } = this;
    let at = decimal.read(content, 0);
    const { value: milliseconds, isInteger: isTime } = decimal;
    if (at < 0 || !isTime || content.charCodeAt(0) < DIGITS || content.charCodeAt(at) !== SPACE) return false;
    at = decimal.read(content, at + 1);
    const { value } = decimal;
    if (at < 0 || content.charCodeAt(at) !== SPACE || decimal.read(content, at + 1) !== content.length) {
      return false;
    }
    if (!decimal.isInteger) return false;
    this.value(milliseconds, value, decimal.value, line);
    return true;
  }

  private value(milliseconds: number, value: number, logged: number | undefined, line: number): void {
    const step = logged === undefined ? undefined : this.zeroSteps.step(logged, line);
    this.output.scalar('', this.metric, value, step, milliseconds / 1000, line);
  }
}

export const mlflow: ReaderDefinition = {
  format: 'mlflow',
  placeUnit: 'line',
  growth: 'append',
  detect(path, head) {
    if (!path.includes('/metrics/')) return 0;
    const ofRun = METRIC_OF_RUN.test(path);
    if (head.length === 0) return ofRun ? 0.9 : 0;
    const first = headText(head).lines.find((line) => line.trim() !== '');
    if (first === undefined || !LINE.test(first.trim())) return 0;
    return ofRun ? 1 : 0.8;
  },
  create: (path) => new MlflowReader(path),
};

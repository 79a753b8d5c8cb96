import { headText } from './head-text.js';
import { reportNoObject } from './jsonl-reader.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { LineSplitter, type LineSink } from './lines.js';
import { parseNumber } from './numbers.js';
import {
  directionOf,
  INTERMEDIATE_VALUE,
  tellDirection,
  type Direction,
  type Trial,
} from './optuna-direction.js';
import { ReadOutput } from './read-output.js';
import type { Reader, ReaderDefinition, ReadResult } from './reader.js';

/** What an operation of the journal does (`optuna/storages/journal/_storage.py`, `JournalOperation`). */
const CREATE_STUDY = 0;
const CREATE_TRIAL = 4;
const SET_TRIAL_INTERMEDIATE_VALUE = 7;

/** The other operations are not parsed: they hold parameters, states and attributes. */
const WANTED = /"op_code":\s*[047]\b/;

interface Study {
  readonly name: string;
  readonly direction: Direction | undefined;
  trials: number;
}

/**
 * Reads Optuna's journal, in which the trials of all studies report their intermediate values. Trials are counted by
 * the journal as a whole, and numbered within their study: a run is named as Optuna's own pages name it.
 */
class OptunaJournalReader implements Reader, LineSink {
  private readonly lines = new LineSplitter(this, { updates: false });
  private readonly output = new ReadOutput();
  private readonly studies: Study[] = [];
  private readonly trials: Trial[] = [];

  push(chunk: Uint8Array): ReadResult {
    this.lines.push(chunk);
    return this.output.take();
  }

  end(): ReadResult {
    this.lines.end();
    return this.output.take();
  }

  tooLong(line: number): void {
    this.output.tooLong(line);
  }

  line(text: string, line: number, whole: boolean): void {
    if (text.trim() === '') return;
    const isWhole = text.trimEnd().endsWith('}');
    if (isWhole && !WANTED.test(text)) return;
    const operation = isWhole ? parseLenientJson(text) : undefined;
    if (!isJsonObject(operation)) {
      reportNoObject(this.output, line, whole);
      return;
    }
    switch (operation['op_code']) {
      case CREATE_STUDY:
        this.createStudy(String(operation['study_name']), operation['directions']);
        break;
      case CREATE_TRIAL:
        this.createTrial(operation['study_id']);
        break;
      case SET_TRIAL_INTERMEDIATE_VALUE:
        this.value(operation, line);
        break;
      default:
    }
  }

  /** A name that exists already is refused by Optuna and gets no new number. */
  private createStudy(name: string, directions: unknown): void {
    if (this.studies.some((study) => study.name === name)) return;
    const [direction, ...others] = Array.isArray(directions) ? (directions as readonly unknown[]) : [];
    // With several objectives trials report no values on their way.
    this.studies.push({ name, direction: others.length > 0 ? undefined : directionOf(direction), trials: 0 });
  }

  private createTrial(studyId: unknown): void {
    const study = typeof studyId === 'number' ? this.studies[studyId] : undefined;
    if (study === undefined) {
      this.trials.push({ run: `trial ${this.trials.length}`, direction: undefined });
      return;
    }
    this.trials.push({ run: `${study.name}/trial ${study.trials}`, direction: study.direction });
    study.trials += 1;
  }

  private value(operation: Readonly<Record<string, unknown>>, line: number): void {
    const number = operation['trial_id'];
    const step = operation['step'];
    const logged = operation['intermediate_value'];
    const value = typeof logged === 'string' ? parseNumber(logged) : logged;
    if (typeof number !== 'number' || typeof value !== 'number') return;
    const trial = this.trials[number] ?? { run: `trial ${number}`, direction: undefined };
    tellDirection(this.output, trial, line);
    const stepOrNone = typeof step === 'number' ? step : undefined;
    this.output.scalar(trial.run, INTERMEDIATE_VALUE, value, stepOrNone, undefined, line);
  }
}

export const optunaJournal: ReaderDefinition = {
  format: 'optuna',
  placeUnit: 'line',
  growth: 'append',
  detect: (_path, head) => (/^\{"op_code":\s?\d/.test(headText(head).text) ? 0.95 : 0),
  create: () => new OptunaJournalReader(),
};

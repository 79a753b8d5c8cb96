import { headText } from './head-text.js';
import { reportNoObject } from './jsonl-reader.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { LineSplitter, type LineSink } from './lines.js';
import { parseNumber } from './numbers.js';
import { ReadOutput } from './read-output.js';
import type { Reader, ReaderDefinition, ReadResult } from './reader.js';

/** What an operation of the journal does (`optuna/storages/journal/_storage.py`, `JournalOperation`). */
const CREATE_STUDY = 0;
const CREATE_TRIAL = 4;
const SET_TRIAL_INTERMEDIATE_VALUE = 7;

/** The other operations are not parsed: they hold parameters, states and attributes. */
const WANTED = /"op_code":\s*[047]\b/;

/**
 * Reads Optuna's journal, in which the trials of all studies report their intermediate values. Trials are counted by
 * the journal as a whole, and numbered within their study: a run is named as Optuna's own pages name it.
 */
class OptunaJournalReader implements Reader, LineSink {
  private readonly lines = new LineSplitter(this, { updates: false });
  private readonly output = new ReadOutput();
  private readonly studies: { readonly name: string; trials: number }[] = [];
  private readonly runs: string[] = [];

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
        this.createStudy(String(operation['study_name']));
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
  private createStudy(name: string): void {
    if (!this.studies.some((study) => study.name === name)) this.studies.push({ name, trials: 0 });
  }

  private createTrial(studyId: unknown): void {
    const study = typeof studyId === 'number' ? this.studies[studyId] : undefined;
    if (study === undefined) {
      this.runs.push(`trial ${this.runs.length}`);
      return;
    }
    this.runs.push(`${study.name}/trial ${study.trials}`);
    study.trials += 1;
  }

  private value(operation: Readonly<Record<string, unknown>>, line: number): void {
    const trial = operation['trial_id'];
    const step = operation['step'];
    const logged = operation['intermediate_value'];
    const value = typeof logged === 'string' ? parseNumber(logged) : logged;
    if (typeof trial !== 'number' || typeof value !== 'number') return;
    this.output.scalar(
      this.runs[trial] ?? `trial ${trial}`,
      'intermediate_value',
      value,
      typeof step === 'number' ? step : undefined,
      undefined,
      line,
    );
  }
}

export const optunaJournal: ReaderDefinition = {
  format: 'optuna',
  placeUnit: 'line',
  growth: 'append',
  detect: (_path, head) => (/^\{"op_code":\s?\d/.test(headText(head).text) ? 0.95 : 0),
  create: () => new OptunaJournalReader(),
};

import { headText } from './head-text.js';
import { reportNoObject } from './jsonl-reader.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { LineReader } from './line-reader.js';
import { parseNumber } from './numbers.js';
import { studyOf, tellFinalValue, tellIntermediateValue, type Judged, type Study } from './optuna-study.js';
import type { ReaderDefinition } from './reader.js';

/** What an operation of the journal does (`optuna/storages/journal/_storage.py`, `JournalOperation`). */
const CREATE_STUDY = 0;
const CREATE_TRIAL = 4;
const SET_TRIAL_STATE_VALUES = 6;
const SET_TRIAL_INTERMEDIATE_VALUE = 7;

/** The other operations are not parsed: they hold parameters and attributes. */
const WANTED = /"op_code":\s*[0467]\b/;

type Operation = Readonly<Record<string, unknown>>;

interface JournalStudy extends Study {
  trials: number;
}

interface Trial extends Judged {
  readonly study: JournalStudy | undefined;
  /** In its study. */
  readonly number: number;
  hasReported: boolean;
}

/**
 * Reads Optuna's journal, in which the trials of all studies report their intermediate and final values. Trials are counted by
 * the journal as a whole, and numbered within their study: a run is named as Optuna's own pages name it.
 */
class OptunaJournalReader extends LineReader {
  private readonly studies: JournalStudy[] = [];
  private readonly trials: Trial[] = [];

  constructor() {
    super('lines');
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
        this.createTrial(operation, line);
        break;
      case SET_TRIAL_STATE_VALUES:
        this.finalValues(this.trial(operation), operation['values'], line);
        break;
      case SET_TRIAL_INTERMEDIATE_VALUE:
        this.value(operation, line);
        break;
      default:
    }
  }

  /** A name that exists already is refused by Optuna and gets no new number. */
  private createStudy(name: string, directions: unknown): void {
    if (this.studies.some((study) => study.run === name)) return;
    const study = studyOf(name, Array.isArray(directions) ? directions : []);
    this.studies.push({ ...study, trials: 0 });
  }

  /** A trial may be added when it has ended already, its values with it. */
  private createTrial(operation: Operation, line: number): void {
    const { study_id: studyId, value, values, intermediate_values: onItsWay } = operation;
    const study = typeof studyId === 'number' ? this.studies[studyId] : undefined;
    const number = study === undefined ? this.trials.length : study.trials++;
    const run = `${study === undefined ? '' : `${study.run}/`}trial ${number}`;
    const hasReported = isJsonObject(onItsWay) && Object.keys(onItsWay).length > 0;
    const trial: Trial = { run, direction: study?.directionOfTrials, study, number, hasReported };
    this.trials.push(trial);
    this.finalValues(trial, values ?? (value === undefined ? undefined : [value]), line);
  }

  private value(operation: Operation, line: number): void {
    const step = operation['step'];
    const value = numberOf(operation['intermediate_value']);
    const trial = this.trial(operation);
    if (trial === undefined || value === undefined) return;
    trial.hasReported = true;
    tellIntermediateValue(this.output, trial, typeof step === 'number' ? step : undefined, value, line);
  }

  private finalValues(trial: Trial | undefined, values: unknown, line: number): void {
    if (trial?.study === undefined || trial.hasReported || !Array.isArray(values)) return;
    for (const [objective, logged] of values.entries()) {
      const value = numberOf(logged);
      if (value !== undefined) tellFinalValue(this.output, trial.study, trial.number, objective, value, line);
    }
  }

  /** The trial that an operation is about; one whose creation is not in the journal has a name at least. */
  private trial({ trial_id: id }: Operation): Trial | undefined {
    if (typeof id !== 'number') return undefined;
    const unknown = {
      run: `trial ${id}`,
      direction: undefined,
      study: undefined,
      number: id,
      hasReported: true,
    };
    return this.trials[id] ?? unknown;
  }
}

/** Numbers that JSON lacks may be texts. */
function numberOf(logged: unknown): number | undefined {
  if (typeof logged === 'number') return logged;
  return typeof logged === 'string' ? parseNumber(logged) : undefined;
}

export const optunaJournal: ReaderDefinition = {
  format: 'optuna',
  placeUnit: 'line',
  growth: 'append',
  detect: (_path, head) => (/^\{"op_code":\s?\d/.test(headText(head).text) ? 0.95 : 0),
  create: () => new OptunaJournalReader(),
};

import type { PbfReader } from 'pbf';
import { parseLenientJson } from './lenient-json.js';
import { appendNumbers } from './logged-values.js';
import { parseNumber } from './numbers.js';
import { BYTES, readMessage, readNested, readText, VARINT } from './protobuf-message.js';
import type { LogEvent } from './reader.js';

// Messages and field numbers: wandb/proto/wandb_internal.proto.

/** What a record says that matters here: one step's values, or the start of the run. */
interface WandbRecord {
  history: History | undefined;
  run: Run | undefined;
}

interface History {
  step: number | undefined;
  readonly items: Item[];
}

interface Item {
  readonly name: string;
  readonly json: string;
}

interface Run {
  resumed: boolean;
  startingStep: number;
}

/** Decodes the records of one run. */
export class WandbRecordDecoder {
  private started = false;

  /**
   * Decodes the Record at `[start, end)` of the reader's buffer and appends what it says.
   * @throws where the message is malformed; something may have been appended by then
   */
  decode(pbf: PbfReader, start: number, end: number, place: number, events: LogEvent[]): void {
    const record: WandbRecord = { history: undefined, run: undefined };
    readMessage(pbf, start, end, readRecordField, record);
    if (record.history !== undefined) appendHistory(record.history, place, events);
    // The run is told again whenever its name, notes or tags change; only the first time is its start.
    if (record.run !== undefined && !this.started) {
      this.started = true;
      const { resumed, startingStep } = record.run;
      if (resumed || startingStep > 0) events.push({ kind: 'restart', run: '', step: startingStep, place });
    }
  }
}

function readRecordField(field: number, record: WandbRecord, pbf: PbfReader, end: number): void {
  if (pbf.type !== BYTES) return;
  if (field === 2) {
    record.history = readNested<History>(pbf, end, readHistoryField, { step: undefined, items: [] });
  } else if (field === 17) {
    record.run = readNested<Run>(pbf, end, readRunField, { resumed: false, startingStep: 0 });
  }
}

function readRunField(field: number, run: Run, pbf: PbfReader): void {
  if (pbf.type !== VARINT) return;
  if (field === 14) run.startingStep = pbf.readVarint(true);
  else if (field === 18) run.resumed = pbf.readBoolean();
}

function readHistoryField(field: number, history: History, pbf: PbfReader, end: number): void {
  if (pbf.type !== BYTES) return;
  if (field === 1) {
    const { key, nestedKey, json } = readNested(pbf, end, readItemField, emptyItem());
    history.items.push({ name: nestedKey.length > 0 ? nestedKey.join('.') : key, json });
  } else if (field === 2) {
    history.step = readNested(pbf, end, readStepField, { number: 0 }).number;
  }
}

interface ItemFields {
  key: string;
  readonly nestedKey: string[];
  json: string;
}

function emptyItem(): ItemFields {
  return { key: '', nestedKey: [], json: '' };
}

function readItemField(field: number, item: ItemFields, pbf: PbfReader, end: number): void {
  if (pbf.type !== BYTES) return;
  if (field === 1) item.key = readText(pbf, end);
  else if (field === 2) item.nestedKey.push(readText(pbf, end));
  else if (field === 16) item.json = readText(pbf, end);
}

function readStepField(field: number, step: { number: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) step.number = pbf.readVarint(true);
}

function appendHistory(history: History, place: number, events: LogEvent[]): void {
  const internal = (name: string): number | undefined => {
    const item = history.items.find((candidate) => candidate.name === name);
    return item === undefined ? undefined : parseNumber(item.json);
  };
  const step = history.step ?? internal('_step');
  const wallTime = internal('_timestamp');
  const append = (name: string, value: number): void => {
    events.push({ kind: 'scalar', run: '', metric: name.trim(), value, step, wallTime, place });
  };
  for (const { name, json } of history.items) {
    // Names that begin so are W&B's own: _step, _runtime, _timestamp, _wandb.
    if (!name.startsWith('_')) appendValue(name, json, append);
  }
}

function appendValue(name: string, json: string, append: (name: string, value: number) => void): void {
  const number = parseNumber(json);
  if (number !== undefined) append(name, number);
  else if (json.startsWith('{') || json.startsWith('"')) appendNumbers(name, parseLenientJson(json), append);
}

import type { PbfReader } from 'pbf';
import { parseLenientJson } from './lenient-json.js';
import { appendNumbers } from './logged-values.js';
import { NameTable } from './name-table.js';
import { parseNumber } from './numbers.js';
import { BYTES, fieldEnd, readMessage, readNested, readText, VARINT } from './protobuf-message.js';
import type { LogEvent } from './reader.js';

// Messages and field numbers: wandb/proto/wandb_internal.proto.

/** What a record says that matters here: one step's values, the start of the run, or its end. */
interface WandbRecord {
  history: History | undefined;
  run: Run | undefined;
  exit: Exit | undefined;
}

interface History {
  step: number | undefined;
  readonly items: Item[];
}

/** A value of one step, its text not yet read: most of W&B's own values do not matter. */
interface Item {
  readonly name: string;
  /** Where the value's field begins in the buffer; undefined where it has none. */
  readonly jsonAt: number | undefined;
  readonly end: number;
}

interface Exit {
  code: number;
}

interface Run {
  resumed: boolean;
  startingStep: number;
}

/** Decodes the records of one run. */
export class WandbRecordDecoder {
  private started = false;
  private readonly names = new NameTable((name) => name.trim());

  /**
   * Decodes the Record at `[start, end)` of the reader's buffer and appends what it says.
   * @throws where the message is malformed; something may have been appended by then
   */
  decode(pbf: PbfReader, start: number, end: number, place: number, events: LogEvent[]): void {
    const record: WandbRecord = { history: undefined, run: undefined, exit: undefined };
    readMessage(pbf, start, end, this.readRecordField, record);
    if (record.history !== undefined) appendHistory(pbf, record.history, place, events);
    // The run is told again whenever its name, notes or tags change; only the first time is its start.
    if (record.run !== undefined && !this.started) {
      this.started = true;
      const { resumed, startingStep } = record.run;
      if (resumed || startingStep > 0) events.push({ kind: 'restart', run: '', step: startingStep, place });
    }
    if (record.exit !== undefined) events.push({ kind: 'end', run: '', exitCode: record.exit.code, place });
  }

  private readonly readRecordField = (
    field: number,
    record: WandbRecord,
    pbf: PbfReader,
    end: number,
  ): void => {
    if (pbf.type !== BYTES) return;
    if (field === 2) {
      record.history = readNested<History>(pbf, end, this.readHistoryField, { step: undefined, items: [] });
    } else if (field === 17) {
      record.run = readNested<Run>(pbf, end, readRunField, { resumed: false, startingStep: 0 });
    } else if (field === 18) {
      record.exit = readNested<Exit>(pbf, end, readExitField, { code: 0 });
    }
  };

  private readonly readHistoryField = (
    field: number,
    history: History,
    pbf: PbfReader,
    end: number,
  ): void => {
    if (pbf.type !== BYTES) return;
    if (field === 1) {
      const { keyStart, keyEnd, nestedKey, jsonAt } = readNested(pbf, end, readItemField, emptyItem());
      const name =
        nestedKey.length > 0 ? nestedKey.join('.').trim() : this.names.get(pbf.buf, keyStart, keyEnd);
      history.items.push({ name, jsonAt, end: pbf.pos });
    } else if (field === 2) {
      history.step = readNested(pbf, end, readStepField, { number: 0 }).number;
    }
  };
}

function readRunField(field: number, run: Run, pbf: PbfReader): void {
  if (pbf.type !== VARINT) return;
  if (field === 14) run.startingStep = pbf.readVarint(true);
  else if (field === 18) run.resumed = pbf.readBoolean();
}

function readExitField(field: number, exit: Exit, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) exit.code = pbf.readVarint(true);
}

interface ItemFields {
  keyStart: number;
  keyEnd: number;
  readonly nestedKey: string[];
  jsonAt: number | undefined;
}

function emptyItem(): ItemFields {
  return { keyStart: 0, keyEnd: 0, nestedKey: [], jsonAt: undefined };
}

function readItemField(field: number, item: ItemFields, pbf: PbfReader, end: number): void {
  if (pbf.type !== BYTES) return;
  if (field === 2) {
    item.nestedKey.push(readText(pbf, end));
    return;
  }
  const lengthAt = pbf.pos;
  const fieldsEnd = fieldEnd(pbf, end);
  if (field === 1) {
    item.keyStart = pbf.pos;
    item.keyEnd = fieldsEnd;
  } else if (field === 16) {
    item.jsonAt = lengthAt;
  }
  pbf.pos = fieldsEnd;
}

function readStepField(field: number, step: { number: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) step.number = pbf.readVarint(true);
}

/** The text of an item's value; '' where it has none. */
function readJson(pbf: PbfReader, { jsonAt, end }: Item): string {
  if (jsonAt === undefined) return '';
  pbf.pos = jsonAt;
  return readText(pbf, end);
}

function appendHistory(pbf: PbfReader, history: History, place: number, events: LogEvent[]): void {
  const internal = (name: string): number | undefined => {
    const item = history.items.find((candidate) => candidate.name === name);
    return item === undefined ? undefined : parseNumber(readJson(pbf, item));
  };
  const step = history.step ?? internal('_step');
  const wallTime = internal('_timestamp');
  const append = (metric: string, value: number): void => {
    events.push({ kind: 'scalar', run: '', metric, value, step, wallTime, place });
  };
  for (const item of history.items) {
    // Names that begin so are W&B's own: _step, _runtime, _timestamp, _wandb.
    if (!item.name.startsWith('_')) appendValue(item.name, readJson(pbf, item), append);
  }
}

function appendValue(name: string, json: string, append: (name: string, value: number) => void): void {
  const number = parseNumber(json);
  if (number !== undefined) append(name, number);
  else if (json.startsWith('{') || json.startsWith('"')) appendNumbers(name, parseLenientJson(json), append);
}

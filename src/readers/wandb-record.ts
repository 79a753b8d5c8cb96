import type { PbfReader } from 'pbf';
import { DecimalReader } from './decimal-reader.js';
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
  /** Where the value's text lies in the buffer; empty where it has none. */
  readonly jsonStart: number;
  readonly jsonEnd: number;
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
  /** The item at hand; a log has millions of them. */
  private readonly item: ItemFields = {
    keyStart: 0,
    keyEnd: 0,
    nestedKey: undefined,
    jsonStart: 0,
    jsonEnd: 0,
  };

  /**
   * Decodes the Record at `[start, end)` of the reader's buffer and appends what it says.
   * @throws where the message is malformed; something may have been appended by then
   */
  decode(pbf: PbfReader, start: number, end: number, place: number, events: LogEvent[]): void {
    const record: WandbRecord = { history: undefined, run: undefined, exit: undefined };
    readMessage(pbf, start, end, this.readRecordField, record);
    if (record.history !== undefined) appendHistory(pbf.buf, record.history, place, events);
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
      const item: ItemFields = this.item;
      item.keyStart = item.keyEnd = item.jsonStart = item.jsonEnd = 0;
      item.nestedKey = undefined;
      const { keyStart, keyEnd, nestedKey, jsonStart, jsonEnd } = readNested(pbf, end, readItemField, item);
      const name = nestedKey?.join('.').trim() ?? this.names.get(pbf.buf, keyStart, keyEnd);
      history.items.push({ name, jsonStart, jsonEnd });
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
  nestedKey: string[] | undefined;
  jsonStart: number;
  jsonEnd: number;
}

function readItemField(field: number, item: ItemFields, pbf: PbfReader, end: number): void {
  if (pbf.type !== BYTES) return;
  if (field === 2) {
    (item.nestedKey ??= []).push(readText(pbf, end));
    return;
  }
  const fieldsEnd = fieldEnd(pbf, end);
  if (field === 1) {
    item.keyStart = pbf.pos;
    item.keyEnd = fieldsEnd;
  } else if (field === 16) {
    item.jsonStart = pbf.pos;
    item.jsonEnd = fieldsEnd;
  }
  pbf.pos = fieldsEnd;
}

function readStepField(field: number, step: { number: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) step.number = pbf.readVarint(true);
}

const utf8 = new TextDecoder();
const decimal = new DecimalReader();

/** The number that an item's value is; undefined where it is none. */
function readNumber(bytes: Uint8Array, { jsonStart, jsonEnd }: Item): number | undefined {
  if (decimal.readAscii(bytes, jsonStart, jsonEnd)) return decimal.value;
  return parseNumber(utf8.decode(bytes.subarray(jsonStart, jsonEnd)));
}

function appendHistory(bytes: Uint8Array, history: History, place: number, events: LogEvent[]): void {
  const internal = (name: string): number | undefined => {
    const item = history.items.find((candidate) => candidate.name === name);
    return item === undefined ? undefined : readNumber(bytes, item);
  };
  const step = history.step ?? internal('_step');
  const wallTime = internal('_timestamp');
  for (const item of history.items) {
    // Names that begin so are W&B's own: _step, _runtime, _timestamp, _wandb.
    if (item.name.charCodeAt(0) === UNDERSCORE) continue;
    const value = readNumber(bytes, item);
    if (value !== undefined) {
      events.push({ kind: 'scalar', run: '', metric: item.name, value, step, wallTime, place });
      continue;
    }
    const first = bytes[item.jsonStart];
    if (first !== OPENING_BRACE && first !== QUOTE) continue;
    const json = parseLenientJson(utf8.decode(bytes.subarray(item.jsonStart, item.jsonEnd)));
    appendNumbers(item.name, json, (metric, number) => {
      events.push({ kind: 'scalar', run: '', metric, value: number, step, wallTime, place });
    });
  }
}

const QUOTE = 0x22;
const UNDERSCORE = 0x5f;
const OPENING_BRACE = 0x7b;

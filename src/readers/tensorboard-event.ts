import type { PbfReader } from 'pbf';
import { NameTable } from './name-table.js';
import {
  BYTES,
  fieldEnd,
  FIXED32,
  FIXED64,
  readMessage,
  readNested,
  readText,
  VARINT,
} from './protobuf-message.js';
import type { ReadOutput } from './read-output.js';
import type { LogEvent } from './reader.js';
import { readTensorScalar } from './tensor-scalar.js';

// Messages and field numbers: tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.

const SESSION_START = 1;
const SCALAR_DATA_CLASS = 1;

type TagContent = 'untold' | 'scalars' | 'other';

/** A tag and what its metadata said; many writers send the metadata only with a tag's first value. */
interface Tag {
  readonly name: string;
  content: TagContent;
  reported: boolean;
}

/** What the fields of an Event say, its summary not yet read: nothing obliges a writer to put the step before it. */
interface EventFields {
  wallTime: number | undefined;
  step: number;
  startsSession: boolean;
  summaryStart: number;
  summaryEnd: number;
  summaries: number;
}

/**
 * Where the parts of a Summary.Value lie in the buffer, not yet read: which of them matters is known only after the
 * last one. A range is empty where its part is absent.
 */
interface SummaryValue {
  simple: number | undefined;
  tagStart: number;
  tagEnd: number;
  tensorStart: number;
  tensorEnd: number;
  metadataStart: number;
  metadataEnd: number;
}

/**
 * Wall times before this one (2001) count from the start of the run: the StyleGAN family hands its writers the elapsed
 * time instead of the time of day (stylegan2-ada-pytorch, training/training_loop.py).
 */
const EARLIEST_TIME_OF_DAY = 1e9;

/**
 * Decodes the Events of one file; remembers the file's tags and its beginning between them. What is known of the Event
 * at hand stands in the decoder itself: a log has millions of them, and none needs objects of its own.
 */
export class EventDecoder {
  /** Time of day of the first record, which the writer itself makes when it opens the file; 0 where it has none. */
  private openedAt: number | undefined;

  private readonly tags = new NameTable<Tag>((name) => ({
    name: name.trim(),
    content: 'untold',
    reported: false,
  }));

  private readonly event: EventFields = {
    wallTime: undefined,
    step: 0,
    startsSession: false,
    summaryStart: 0,
    summaryEnd: 0,
    summaries: 0,
  };

  private readonly value: SummaryValue = {
    simple: undefined,
    tagStart: 0,
    tagEnd: 0,
    tensorStart: 0,
    tensorEnd: 0,
    metadataStart: 0,
    metadataEnd: 0,
  };

  private place = 0;
  private events: LogEvent[] = [];

  constructor(private readonly output: ReadOutput) {}

  /**
   * Decodes the Event at `[start, end)` of the reader's buffer and appends what it says.
   * @throws where the message is malformed; something may have been appended by then
   */
  decode(pbf: PbfReader, start: number, end: number, place: number, events: LogEvent[]): void {
    const { event } = this;
    clearFields(event);
    readMessage(pbf, start, end, readEventField, event);
    if (event.wallTime !== undefined) {
      const isTimeOfDay = event.wallTime >= EARLIEST_TIME_OF_DAY;
      this.openedAt ??= isTimeOfDay ? event.wallTime : 0;
      if (!isTimeOfDay) event.wallTime += this.openedAt;
    }
    if (event.startsSession) events.push({ kind: 'restart', run: '', step: event.step, place });
    if (event.summaries === 0) return;
    this.place = place;
    this.events = events;
    if (event.summaries === 1) {
      readMessage(pbf, event.summaryStart, event.summaryEnd, this.readSummaryField, undefined);
    } else {
      readMessage(pbf, start, end, this.readSummary, undefined);
    }
  }

  /** A summary may come in several parts, which count as one. */
  private readonly readSummary = (field: number, _message: undefined, pbf: PbfReader, end: number): void => {
    if (field === 5 && pbf.type === BYTES) readNested(pbf, end, this.readSummaryField, undefined);
  };

  private readonly readSummaryField = (
    field: number,
    _message: undefined,
    pbf: PbfReader,
    end: number,
  ): void => {
    if (field !== 1 || pbf.type !== BYTES) return;
    const { value } = this;
    value.simple = undefined;
    value.tagStart = value.tagEnd = 0;
    value.tensorStart = value.tensorEnd = 0;
    value.metadataStart = value.metadataEnd = 0;
    readNested(pbf, end, readValueField, value);
    const valueEnd = pbf.pos;
    this.takeValue(value, pbf);
    pbf.pos = valueEnd;
  };

  private takeValue(value: SummaryValue, pbf: PbfReader): void {
    const tag = this.tags.get(pbf.buf, value.tagStart, value.tagEnd);
    if (tag.content === 'untold' && value.metadataStart > 0) {
      readMessage(pbf, value.metadataStart, value.metadataEnd, readMetadataField, tag);
    }
    let number = value.simple;
    if (number === undefined) {
      // A tensor is a scalar where the tag's metadata says so, or where no metadata came (their record may be lost).
      if (value.tensorStart === 0 || tag.content === 'other') return;
      number = readTensorScalar(pbf, value.tensorStart, value.tensorEnd);
      if (number === undefined) {
        if (tag.content === 'scalars' && !tag.reported) {
          tag.reported = true;
          const message = `The values of ${tag.name} are tensors of a type or shape that is not read as a number.`;
          this.output.problem('unsupported', this.place, message);
        }
        return;
      }
    }
    const { step, wallTime } = this.event;
    this.events.push({
      kind: 'scalar',
      run: '',
      metric: tag.name,
      value: number,
      step,
      wallTime,
      place: this.place,
    });
  }
}

function clearFields(event: EventFields): void {
  event.wallTime = undefined;
  event.step = 0;
  event.startsSession = false;
  event.summaries = 0;
}

function readEventField(field: number, event: EventFields, pbf: PbfReader, end: number): void {
  if (field === 1 && pbf.type === FIXED64) event.wallTime = pbf.readDouble();
  else if (field === 2 && pbf.type === VARINT) event.step = pbf.readVarint(true);
  else if (field === 5 && pbf.type === BYTES) {
    event.summaryEnd = fieldEnd(pbf, end);
    event.summaryStart = pbf.pos;
    event.summaries += 1;
    pbf.pos = event.summaryEnd;
  } else if (field === 7 && pbf.type === BYTES) {
    event.startsSession = readNested(pbf, end, readSessionLogField, { status: 0 }).status === SESSION_START;
  }
}

function readSessionLogField(field: number, log: { status: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) log.status = pbf.readVarint();
}

function readValueField(field: number, value: SummaryValue, pbf: PbfReader, messageEnd: number): void {
  if (field === 2 && pbf.type === FIXED32) {
    value.simple = pbf.readFloat();
    return;
  }
  if (pbf.type !== BYTES || (field !== 1 && field !== 8 && field !== 9)) return;
  const end = fieldEnd(pbf, messageEnd);
  if (field === 1) {
    value.tagStart = pbf.pos;
    value.tagEnd = end;
  } else if (field === 8) {
    value.tensorStart = pbf.pos;
    value.tensorEnd = end;
  } else {
    value.metadataStart = pbf.pos;
    value.metadataEnd = end;
  }
  pbf.pos = end;
}

function readMetadataField(field: number, tag: { content: TagContent }, pbf: PbfReader, end: number): void {
  if (field === 1 && pbf.type === BYTES) {
    const { name } = readNested(pbf, end, readPluginField, { name: '' });
    if (tag.content !== 'scalars' && name !== '') tag.content = name === 'scalars' ? 'scalars' : 'other';
  } else if (field === 4 && pbf.type === VARINT) {
    // A plugin of any name may declare that its data are scalars.
    if (pbf.readVarint() === SCALAR_DATA_CLASS) tag.content = 'scalars';
  }
}

function readPluginField(field: number, plugin: { name: string }, pbf: PbfReader, end: number): void {
  if (field === 1 && pbf.type === BYTES) plugin.name = readText(pbf, end);
}

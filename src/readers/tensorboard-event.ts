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

/** What the fields of an Event beside its summary say. */
interface EventHeader {
  wallTime: number | undefined;
  step: number;
  startsSession: boolean;
}

/** Where a field's bytes lie in the buffer; empty where the field is absent. */
interface Range {
  start: number;
  end: number;
}

/** A Summary.Value, its parts not yet read: which of them matters is known only after the last field. */
interface SummaryValue {
  simple: number | undefined;
  readonly tag: Range;
  readonly tensor: Range;
  readonly metadata: Range;
}

interface Destination {
  readonly header: EventHeader;
  readonly place: number;
  readonly events: LogEvent[];
  readonly output: ReadOutput;
  readonly tags: NameTable<Tag>;
}

/**
 * Wall times before this one (2001) count from the start of the run: the StyleGAN family hands its writers the elapsed
 * time instead of the time of day (stylegan2-ada-pytorch, training/training_loop.py).
 */
const EARLIEST_TIME_OF_DAY = 1e9;

/** Decodes the Events of one file; remembers the file's tags and its beginning between them. */
export class EventDecoder {
  /** Time of day of the first record, which the writer itself makes when it opens the file; 0 where it has none. */
  private openedAt: number | undefined;

  private readonly tags = new NameTable<Tag>((name) => ({
    name: name.trim(),
    content: 'untold',
    reported: false,
  }));

  /**
   * Decodes the Event at `[start, end)` of the reader's buffer and appends what it says.
   * @throws where the message is malformed; something may have been appended by then
   */
  decode(
    pbf: PbfReader,
    start: number,
    end: number,
    place: number,
    events: LogEvent[],
    output: ReadOutput,
  ): void {
    // Two passes, because nothing obliges a writer to put the step before the summary.
    const header: EventHeader = { wallTime: undefined, step: 0, startsSession: false };
    readMessage(pbf, start, end, readHeaderField, header);
    if (header.wallTime !== undefined) {
      const isTimeOfDay = header.wallTime >= EARLIEST_TIME_OF_DAY;
      this.openedAt ??= isTimeOfDay ? header.wallTime : 0;
      if (!isTimeOfDay) header.wallTime += this.openedAt;
    }
    if (header.startsSession) events.push({ kind: 'restart', run: '', step: header.step, place });
    readMessage(pbf, start, end, readSummary, { header, place, events, output, tags: this.tags });
  }
}

function readHeaderField(field: number, header: EventHeader, pbf: PbfReader, end: number): void {
  if (field === 1 && pbf.type === FIXED64) header.wallTime = pbf.readDouble();
  else if (field === 2 && pbf.type === VARINT) header.step = pbf.readVarint(true);
  else if (field === 7 && pbf.type === BYTES) {
    header.startsSession = readNested(pbf, end, readSessionLogField, { status: 0 }).status === SESSION_START;
  }
}

function readSessionLogField(field: number, log: { status: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) log.status = pbf.readVarint();
}

function readSummary(field: number, destination: Destination, pbf: PbfReader, end: number): void {
  if (field === 5 && pbf.type === BYTES) readNested(pbf, end, readSummaryField, destination);
}

function readSummaryField(field: number, destination: Destination, pbf: PbfReader, end: number): void {
  if (field !== 1 || pbf.type !== BYTES) return;
  const value = readNested<SummaryValue>(pbf, end, readValueField, {
    simple: undefined,
    tag: { start: 0, end: 0 },
    tensor: { start: 0, end: 0 },
    metadata: { start: 0, end: 0 },
  });
  const valueEnd = pbf.pos;
  takeValue(value, destination, pbf);
  pbf.pos = valueEnd;
}

function readValueField(field: number, value: SummaryValue, pbf: PbfReader, end: number): void {
  if (field === 1) note(value.tag, pbf, end);
  else if (field === 2 && pbf.type === FIXED32) value.simple = pbf.readFloat();
  else if (field === 8) note(value.tensor, pbf, end);
  else if (field === 9) note(value.metadata, pbf, end);
}

function note(range: Range, pbf: PbfReader, messageEnd: number): void {
  if (pbf.type !== BYTES) return;
  range.end = fieldEnd(pbf, messageEnd);
  range.start = pbf.pos;
  pbf.pos = range.end;
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

function takeValue(
  value: SummaryValue,
  { header, place, events, output, tags }: Destination,
  pbf: PbfReader,
) {
  const tag = tags.get(pbf.buf, value.tag.start, value.tag.end);
  if (tag.content === 'untold' && value.metadata.start > 0) {
    readMessage(pbf, value.metadata.start, value.metadata.end, readMetadataField, tag);
  }
  let number = value.simple;
  if (number === undefined) {
    // A tensor is a scalar where the tag's metadata says so, or where no metadata came (their record may be lost).
    if (value.tensor.start === 0 || tag.content === 'other') return;
    number = readTensorScalar(pbf, value.tensor.start, value.tensor.end);
    if (number === undefined) {
      if (tag.content === 'scalars' && !tag.reported) {
        tag.reported = true;
        const message = `The values of ${tag.name} are tensors of a type or shape that is not read as a number.`;
        output.problem('unsupported', place, message);
      }
      return;
    }
  }
  events.push({
    kind: 'scalar',
    run: '',
    metric: tag.name,
    value: number,
    step: header.step,
    wallTime: header.wallTime,
    place,
  });
}

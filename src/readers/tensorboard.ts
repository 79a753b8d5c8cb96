import { PbfReader } from 'pbf';
import { baseName } from './head-text.js';
import { ReadOutput } from './read-output.js';
import type { LogEvent, Reader, ReaderDefinition, ReadResult } from './reader.js';
import { EventDecoder } from './tensorboard-event.js';
import { startsWithRecord, TfRecordFraming } from './tfrecord-framing.js';

/**
 * TensorBoard event files: Event messages in TFRecord framing, as TensorFlow, Keras, PyTorch and JAX's writers make
 * them. Scalars only; images, histograms, texts and graphs are stepped over.
 */
class TensorBoardReader implements Reader {
  private readonly output = new ReadOutput();
  private readonly framing = new TfRecordFraming();
  private readonly decoder = new EventDecoder(this.output);

  push(chunk: Uint8Array): ReadResult {
    let pbf: PbfReader | undefined;
    this.framing.push(
      chunk,
      (window, start, end, place) => {
        pbf ??= new PbfReader(window);
        const events: LogEvent[] = [];
        try {
          this.decoder.decode(pbf, start, end, place, events);
        } catch {
          pbf = undefined;
          const message = 'A record is not an Event message of TensorBoard and is left out.';
          this.output.problem('malformed-record', place, message);
          return;
        }
        for (const event of events) this.output.event(event);
      },
      this.output,
    );
    return this.output.take();
  }

  end(): ReadResult {
    this.framing.end(this.output);
    return this.output.take();
  }
}

export const tensorboard: ReaderDefinition = {
  format: 'tensorboard',
  placeUnit: 'offset',
  growth: 'append',
  detect(path, head) {
    // TensorBoard goes by the name alone (tensorboard/backend/event_processing/io_wrapper.py).
    const name = baseName(path);
    if (!name.includes('tfevents') || name.endsWith('.profile-empty')) return 0;
    return startsWithRecord(head) === false ? 0.6 : 1;
  },
  create: () => new TensorBoardReader(),
};

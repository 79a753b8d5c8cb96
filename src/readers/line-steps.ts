import { EpochSteps } from './epoch-steps.js';
import { countsWholeTraining } from './gap-name.js';
import type { ScannedLine } from './line-scanner.js';

type Counters = Pick<ScannedLine, 'epoch' | 'batch' | 'step'>;

interface Heading extends Counters {
  /** The step that the counters of one line tell together. */
  readonly at: number | undefined;
  /** Where the training will end by them. */
  readonly end: number | undefined;
}

/**
 * Tells the step of each line of a log from the counters on it, from those of a heading before it ("Epoch 3/10"), and
 * from how the counters of earlier lines went.
 */
export class LineSteps {
  private readonly epochSteps = new EpochSteps();
  /** Counters of lines that reported nothing else: they hold for the lines after them. */
  private heading: Heading | undefined;
  private last: number | undefined;
  /** Whether an epoch was numbered 0. */
  private countsFromZero = false;
  private bar = { epoch: 0, batch: -1, total: 0 };

  /** Takes a line with counters alone for the heading of those after it. */
  head(said: ScannedLine): void {
    // What a line says may be kept and filled with the next line's numbers.
    const [epoch, batch, step] = [said.epoch, said.batch, said.step].map((one) => one && { ...one });
    const before = this.heading;
    if (epoch === undefined) {
      if (before?.epoch !== undefined && batch !== undefined && batch.total === undefined) {
        // `---- batch: 010 ----` counts within the epoch.
        this.heading = { epoch: before.epoch, batch, step, at: this.count(said), end: undefined };
        return;
      }
      // A bar within an epoch leaves the epoch.
      this.heading = {
        epoch: before?.epoch,
        batch,
        step: step ?? before?.step,
        at: undefined,
        end: undefined,
      };
      if (before?.epoch === undefined) this.heading = { ...this.heading, end: this.horizonOf(said) };
      return;
    }
    // A new epoch ends what was counted within the one before.
    const isWhole = batch !== undefined || step !== undefined;
    this.heading = { epoch, batch, step, at: undefined, end: undefined };
    if (isWhole) this.heading = { ...this.heading, at: this.count(said), end: this.horizonOf(said) };
  }

  get headingCountsSteps(): boolean {
    return this.heading?.batch !== undefined || this.heading?.step !== undefined;
  }

  /** Where the training will end, as the heading says of the lines under it. */
  get headingHorizon(): number | undefined {
    return this.heading?.end;
  }

  get hasHeading(): boolean {
    return this.heading !== undefined;
  }

  /** Step of a line without a counter: the heading's, else that of the last line with one; undefined without either. */
  stepWithoutCounter(): number | undefined {
    const { step, epoch, batch, at } = this.heading ?? {};
    return at ?? step?.value ?? epoch?.value ?? batch?.value ?? this.last;
  }

  /** Step of a line with a counter; undefined where that counts nothing of the training's progress. */
  stepOf(said: ScannedLine): number | undefined {
    this.last = this.count(said);
    return this.last;
  }

  /**
   * Epochs of the training by the total behind their count. Counts from 0 often tell their last number instead (`0/9`),
   * and people train for round numbers of epochs.
   */
  private epochsIn(total: number | undefined): number | undefined {
    const tellsLast = this.countsFromZero && total !== undefined && total >= 9 && total % 5 === 4;
    return tellsLast ? total + 1 : total;
  }

  private count(said: ScannedLine): number | undefined {
    const { step, batch, epoch, level, phase } = said;
    const inEpoch = epoch ?? this.heading?.epoch;
    if (inEpoch?.value === 0) this.countsFromZero = true;
    if (step !== undefined) {
      if (inEpoch === undefined || countsWholeTraining(level)) return step.value;
      return this.epochSteps.step(inEpoch.value, step.value, step.total, level, 'repeats', phase);
    }
    if (batch === undefined) return epoch?.value;
    if (inEpoch !== undefined) return this.epochSteps.step(inEpoch.value, batch.value, batch.total, level);
    // Bars that start again and again without a word of the epoch count on.
    if (batch.value < this.bar.batch && this.bar.total === batch.total) this.bar.epoch += 1;
    this.bar.batch = batch.value;
    this.bar.total = batch.total ?? 0;
    return this.epochSteps.step(this.bar.epoch, batch.value, batch.total, level);
  }

  /** Where the training will end, by the totals of a line whose step was told; undefined where they do not say. */
  horizonOf(said: ScannedLine): number | undefined {
    const { step, batch, epoch, level, phase } = said;
    const epochs = this.epochsIn((epoch ?? this.heading?.epoch)?.total);
    if (step !== undefined) {
      if (step.total === undefined) return undefined;
      if (this.epochSteps.startsAnew(level, phase))
        return epochs === undefined ? undefined : epochs * step.total;
      // A step that is named before the epoch counts through all of them.
      const isWhole = epoch === undefined || countsWholeTraining(level) || !Number.isInteger(epoch.value);
      return isWhole || (epochs === undefined && !level.startsWith('ep')) ? step.total : undefined;
    }
    if (batch === undefined) return epoch?.total;
    if (batch.total === undefined) return undefined;
    if (epochs !== undefined) return epochs * batch.total;
    const isOnlyCount = epoch === undefined && this.heading?.epoch === undefined && this.bar.epoch === 0;
    return isOnlyCount ? batch.total : undefined;
  }
}

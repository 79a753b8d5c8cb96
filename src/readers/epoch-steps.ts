interface Counting {
  origin: number;
  /** Batches of an epoch: the most that the log says or has counted so far. */
  length: number;
  /** By phase, whose counts go their own ways. */
  readonly phases: Map<string, PhaseCount>;
}

interface PhaseCount {
  epoch: number;
  batch: number;
  /** Whether the count has been seen to start anew with an epoch. */
  startsAnew: boolean;
}

/**
 * How a count within epochs is told from one that goes on through them: it is known to start anew with every epoch, or
 * shows it when it repeats (a bar that is only written at its end) or falls in a later epoch.
 */
export type StartingAnew = 'always' | 'repeats' | 'falls';

/**
 * Turns "epoch 3, batch 50 of 200" into a step that counts on through the epochs. The first epoch that a log shows
 * is its origin if it is 0 or 1, so that steps of a fresh run start at its first batch.
 */
export class EpochSteps {
  private readonly countings = new Map<string, Counting>();

  /**
   * @param total batches of an epoch where the log says so
   * @param kind counts of different kinds are kept apart
   * @param phase validations count on the training's scale, but start anew when they do
   */
  step(
    epoch: number,
    batch: number,
    total: number | undefined,
    kind: string,
    anew: StartingAnew = 'always',
    phase = '',
  ): number {
    const counting = this.counting(epoch, kind);
    const own = countOf(counting, phase, epoch);
    if (epoch > own.epoch && (batch < own.batch || (anew === 'repeats' && batch === own.batch))) {
      own.startsAnew = true;
    }
    own.epoch = epoch;
    own.batch = batch;
    // Uneven shares make totals alternate by one; the largest keeps the steps increasing.
    counting.length = Math.max(counting.length, total ?? batch + 1);
    if (anew !== 'always' && !own.startsAnew) return batch;
    return (epoch - counting.origin) * counting.length + batch;
  }

  /** Whether a count that might go on through the epochs has been seen to start anew. */
  startsAnew(kind: string, phase = ''): boolean {
    return this.countings.get(kind)?.phases.get(phase)?.startsAnew ?? false;
  }

  private counting(epoch: number, kind: string): Counting {
    const known = this.countings.get(kind);
    if (known !== undefined) {
      known.origin = Math.min(known.origin, epoch);
      return known;
    }
    const created = { origin: Math.min(epoch, 1), length: 0, phases: new Map<string, PhaseCount>() };
    this.countings.set(kind, created);
    return created;
  }
}

function countOf({ phases }: Counting, phase: string, epoch: number): PhaseCount {
  const known = phases.get(phase);
  if (known !== undefined) return known;
  const created = { epoch, batch: -1, startsAnew: false };
  phases.set(phase, created);
  return created;
}

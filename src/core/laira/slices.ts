/** How a slice's length follows the prediction error ("Adaptive Time Slicing" of the paper). */
export interface SliceSettings {
  /** M_1, in time units. */
  readonly initial: number;
  /** K_p. The paper's text (longer slices when predictions are good) needs a negative gain in its formula. */
  readonly proportionalGain: number;
  /** K_d, with the same sign. */
  readonly derivativeGain: number;
  /**
   * Whether the next length starts from the unrounded M~ instead of M. Reusing the rounded M lets every small
   * negative change cost a whole unit and every small positive one nothing, so that slices shrink to 1.
   */
  readonly keepFraction: boolean;
  /** Least length; the paper's is 1 unit. */
  readonly minimum: number;
  /** Greatest length; the paper has none (Infinity). */
  readonly maximum: number;
  /** Whether M is floored to whole units, as printed. */
  readonly whole: boolean;
}

/** The controller's memory: a value, so that asking for the next length changes nothing. */
export interface SliceState {
  /** M of the slice about to run, in time units. */
  readonly length: number;
  /** M~ before rounding and bounds. */
  readonly unrounded: number;
  /** e of the slices before, equation (10), newest first, at most three. */
  readonly errors: readonly number[];
}

/** The state before the first slice. */
export function firstSlice(settings: SliceSettings): SliceState {
  return { length: settings.initial, unrounded: settings.initial, errors: [] };
}

/**
 * The state of the next slice: M_1 for the first three, then PD control,
 * M~ = M + K_p (e_1 - e_2) + K_d (e_1 - 2 e_2 + e_3) with e_1 the newest error and the sign as the gains give it.
 * @param error e of the slice that `state` describes
 */
export function nextSlice(settings: SliceSettings, state: SliceState, error: number): SliceState {
  const errors = [error, ...state.errors.slice(0, 2)];
  const [newest, second, third] = errors;
  if (newest === undefined || second === undefined || third === undefined) return { ...state, errors };
  const base = settings.keepFraction ? bound(settings, state.unrounded) : state.length;
  const unrounded =
    base +
    settings.proportionalGain * (newest - second) +
    settings.derivativeGain * (newest - 2 * second + third);
  const length = bound(settings, settings.whole ? Math.floor(unrounded) : unrounded);
  return { length, unrounded, errors };
}

function bound(settings: SliceSettings, length: number): number {
  return Math.min(settings.maximum, Math.max(settings.minimum, length));
}

/**
 * Average prediction error of a slice, equation (10): only the task that ran can have one.
 * @param predicted what WLS predicted for the end of the slice; @param actual the last report after it, both in ln(loss)
 * or both in loss
 * @param tasks what the sum is divided by: |F| as printed, or 1 for the mean over the tasks that ran
 */
export function predictionError(predicted: number, actual: number, tasks: number): number {
  return Math.abs(predicted - actual) / tasks;
}

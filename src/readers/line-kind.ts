import { isTraining } from './gap-name.js';
import { mayHideLoss } from './hidden-loss.js';
import type { ScannedLine } from './line-scanner.js';
import { isTrainingResult } from './metric-role.js';
import { remainingTime } from './remaining-time.js';

/** What holds of all lines that differ in their numbers alone. */
export interface LineKind {
  readonly isWhole: boolean;
  readonly mayHideLoss: boolean;
  readonly tellsRemainingTime: boolean;
  /** It counts, and tells nothing else of a training: results may follow. */
  readonly isHeading: boolean;
}

/** Of a line that may have lost its end, not more is believed than its numbers. */
export const CUT: LineKind = {
  isWhole: false,
  mayHideLoss: true,
  tellsRemainingTime: false,
  isHeading: false,
};

/** @param plain the line without what steers a terminal */
export function kindOf(plain: string, { level, numbers, phase }: ScannedLine): LineKind {
  return {
    isWhole: true,
    mayHideLoss: mayHideLoss(plain),
    tellsRemainingTime: remainingTime(plain) !== undefined,
    isHeading: level !== '' && isTraining(phase) && !numbers.some(({ name }) => isTrainingResult(name)),
  };
}

import { withoutLookAhead } from './laira-dkf.js';
import { lairaVariant } from './laira.js';

export const sta = lairaVariant(
  'sta',
  'STA',
  'Short-term allocation: LaiRA without look-ahead, a baseline of the paper (the same rule as LaiRA-DKF).',
  withoutLookAhead,
);

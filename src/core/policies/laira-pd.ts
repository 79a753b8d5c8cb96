import { lairaVariant } from './laira.js';

export const lairaPd = lairaVariant(
  'laira-pd',
  'LaiRA without PD',
  'LaiRA with slices of a fixed length: the ablation LaiRA-PD of the paper.',
  (defaults) => ({ ...defaults, slices: { ...defaults.slices, proportionalGain: 0, derivativeGain: 0 } }),
);

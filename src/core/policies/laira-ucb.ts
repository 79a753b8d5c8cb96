import { lairaVariant } from './laira.js';

export const lairaUcb = lairaVariant(
  'laira-ucb',
  'LaiRA without UCB',
  'LaiRA that ranks by the predicted loss without its confidence bonus: the ablation LaiRA-UCB of the paper.',
  (defaults) => ({ ...defaults, confidence: undefined }),
);

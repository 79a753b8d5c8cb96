import { fieldsOf } from '../shared/plain-values.js';

/** Which figure stands for the errors of all runs. */
export type Measure = 'median' | 'mean' | 'p90';

/** What the person chose on this page; kept by VS Code while the page is hidden. */
export interface Kept {
  readonly measure: Measure;
  /** The share of the data from which forecasts are looked at closely. */
  readonly fraction: number;
}

export const DEFAULT_KEPT: Kept = { measure: 'median', fraction: 0.2 };

/** Restores what `setState` kept; a field of an unknown shape falls back to its default. */
export function restoreKept(kept: unknown): Kept {
  const { measure, fraction } = fieldsOf(kept);
  return {
    measure: measure === 'mean' || measure === 'p90' ? measure : DEFAULT_KEPT.measure,
    fraction: typeof fraction === 'number' && fraction > 0 && fraction < 1 ? fraction : DEFAULT_KEPT.fraction,
  };
}

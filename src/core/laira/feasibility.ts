/** A task leaves F when its probability falls under `drop` and comes back above `readmit`. */
export interface FeasibilitySettings {
  readonly drop: number;
  readonly readmit: number;
}

/** Whether a task is in F, given whether it was before (hysteresis). A task without a probability is. */
export function staysFeasible(settings: FeasibilitySettings, probability: number, before: boolean): boolean {
  return Number.isNaN(probability) || probability >= (before ? settings.drop : settings.readmit);
}

import type { FromDashboard } from '../../src/protocol/dashboard.js';
import type { Choices } from './choices.js';
import type { Look } from './look/look.js';
import type { Model } from './store.js';

/** What every part of the page draws from. */
export interface Page {
  readonly model: Model;
  readonly choices: Choices;
  /** The monitor's clock now, milliseconds since 1970 UTC. */
  readonly now: number;
  /** Ids of all runs in the table's order. */
  readonly order: readonly string[];
  /** Ids of the runs drawn strongly. */
  readonly selected: readonly string[];
  /** How every run is told apart, by id. */
  readonly looks: ReadonlyMap<string, Look>;
  /** The run that the pointer or the focus is on; null for none. */
  readonly highlighted: string | null;
}

/** What a part of the page can ask for. */
export interface Actions {
  send(message: FromDashboard): void;
  choose(choices: Partial<Choices>): void;
  highlight(run: string | null): void;
  toggle(run: string): void;
  dismissFailure(): void;
}

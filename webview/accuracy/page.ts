import type { BacktestAnswer, Offer } from '../../src/protocol/analysis.js';
import { fractionsOf, nearestFraction } from './errors.js';
import type { Kept, Measure } from './kept.js';
import { methodsOf, type Method } from './methods.js';

/** What the parts that show the answer draw from. */
export interface AnswerPage {
  readonly offer: Offer;
  readonly answer: BacktestAnswer;
  readonly methods: readonly Method[];
  /** Shares of the data that were looked back on, rising; never empty. */
  readonly fractions: readonly number[];
  /** One of `fractions`. */
  readonly fraction: number;
  readonly measure: Measure;
  /** The method that the pointer is on; null for none. */
  readonly highlighted: string | null;
}

/** What a part of the page can ask for. */
export interface Actions {
  keep(changed: Partial<Kept>): void;
  highlight(method: string | null): void;
  useMethod(method: string): void;
  lookBack(): void;
}

/** Null where nothing could be looked back on. */
export function answerPage(
  offer: Offer,
  answer: BacktestAnswer,
  kept: Kept,
  highlighted: string | null,
): AnswerPage | null {
  const fractions = fractionsOf(answer);
  if (fractions.length === 0) return null;
  const fraction = nearestFraction(fractions, kept.fraction);
  return {
    offer,
    answer,
    methods: methodsOf(offer),
    fractions,
    fraction,
    measure: kept.measure,
    highlighted,
  };
}

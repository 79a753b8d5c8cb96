import type { Sorting } from '../choices.js';

/** Milliseconds without a movement after which the pointer counts as resting. */
const HOLD = 4000;

/**
 * Keeps the rows where they are as long as the pointer is over them: a row that moves away under the pointer is clicked
 * by mistake. New runs come last meanwhile; a click on a heading sorts at once.
 */
export class HeldOrder {
  private order: readonly string[] = [];
  private sorting: Sorting | null = null;
  private movedAt = -Infinity;

  constructor(table: HTMLElement) {
    table.addEventListener('pointermove', () => {
      this.movedAt = performance.now();
    });
    table.addEventListener('pointerleave', () => {
      this.movedAt = -Infinity;
    });
  }

  /** @param wanted ids in the order of the sorting */
  arrange(wanted: readonly string[], sorting: Sorting | null): readonly string[] {
    const isHeld = performance.now() - this.movedAt < HOLD && sorting === this.sorting;
    this.order = isHeld ? keepOrder(this.order, wanted) : wanted;
    this.sorting = sorting;
    return this.order;
  }
}

/** The order before, without those who left, then the new ones. */
export function keepOrder(before: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(wanted);
  const kept = before.filter((id) => known.has(id));
  const had = new Set(kept);
  return [...kept, ...wanted.filter((id) => !had.has(id))];
}

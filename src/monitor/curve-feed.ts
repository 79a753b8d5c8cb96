import type { CurveUpdate, ForecastCurve } from '../protocol/curves.js';
import type { Assessment } from './assessment.js';
import type { Run } from './run.js';

/** What views are told of curves. */
export interface Curves {
  readonly curves: readonly CurveUpdate[];
  readonly forecasts: readonly ForecastCurve[];
}

/** Knows which points and forecasts views have not been told yet. */
export class CurveFeed {
  /** Whether anybody draws curves. */
  isWanted = true;
  /** The run whose points views hold under an id: another run of that id is told from its beginning. */
  private readonly owners = new Map<string, Run>();
  private readonly redrawn = new Set<string>();

  /** The forecasts of a run have changed. */
  redraw(run: string): void {
    this.redrawn.add(run);
  }

  forget(run: string): void {
    this.owners.delete(run);
    this.redrawn.delete(run);
  }

  /** What is new, or everything (`whole`). @param now milliseconds since 1970 UTC */
  take(assessments: ReadonlyMap<string, Assessment>, whole: boolean, now: number): Curves {
    const curves: CurveUpdate[] = [];
    const forecasts: ForecastCurve[] = [];
    if (!this.isWanted && !whole) return { curves, forecasts };
    for (const [id, assessment] of assessments) {
      const { run } = assessment;
      const isKnown = this.owners.get(id) === run;
      const told = whole || !isKnown ? run.curve.whole(id) : run.curve.takeUpdate(id);
      this.owners.set(id, run);
      if (told !== undefined) curves.push(told);
      if (whole || this.redrawn.has(id)) forecasts.push(...assessment.curves(now));
    }
    this.redrawn.clear();
    return { curves, forecasts };
  }
}

import type { RecommendationView, SliceView } from '../../../src/protocol/runs.js';

/** One slice in the picture; `start` and `end` are shares of its width. */
export interface SliceBar {
  readonly slice: number;
  readonly start: number;
  readonly end: number;
  /** Milliseconds since 1970 UTC. */
  readonly from: number;
  readonly until: number;
  readonly state: SliceView['state'] | 'proposed';
}

export interface SlicesLayout {
  readonly from: number;
  readonly until: number;
  /** Where now is, as a share of the width. */
  readonly present: number;
  readonly lines: readonly {
    readonly run: string;
    readonly name: string;
    readonly bars: readonly SliceBar[];
  }[];
}

/** Older ones would press the newer ones together. */
const SHOWN = 12;

/** Lays out the newest slices and the proposed one, a line for every run in the order of its first slice. */
export function layOutSlices(
  slices: readonly SliceView[],
  advice: RecommendationView | null,
  inForce: SliceView | null,
  now: number,
): SlicesLayout {
  const recent = [...slices]
    .sort((a, b) => a.from - b.from)
    .filter(({ from, until, state }) => until > from && state !== 'undone')
    .slice(-SHOWN);
  const spans: (Omit<SliceBar, 'start' | 'end'> & { readonly run: string; readonly name: string })[] = [
    ...recent,
  ];
  if (advice !== null) {
    const begin = inForce === null ? now : Math.max(now, inForce.until);
    const { slice, run, name } = advice;
    spans.push({ slice, run, name, from: begin, until: begin + advice.length * 1000, state: 'proposed' });
  }
  const from = Math.min(now, ...spans.map((span) => span.from));
  const until = Math.max(now, ...spans.map((span) => span.until));
  const share = (time: number): number => (until > from ? (time - from) / (until - from) : 0);
  const lines = new Map<string, { readonly run: string; readonly name: string; readonly bars: SliceBar[] }>();
  for (const { run, name, ...span } of spans) {
    const line = lines.get(run) ?? { run, name, bars: [] };
    line.bars.push({
      slice: span.slice,
      start: share(span.from),
      end: share(span.until),
      from: span.from,
      until: span.until,
      state: span.state,
    });
    lines.set(run, line);
  }
  return { from, until, present: share(now), lines: [...lines.values()] };
}

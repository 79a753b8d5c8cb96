import type { MonitorState } from '../../src/protocol/runs.js';

/** Runs that are drawn strongly as long as nobody chose any. */
const FEW = 3;

/**
 * The runs to draw strongly when the person has chosen none: those that the next decision is about, then the others
 * in the order given, up to three; of runs without a report there is nothing to draw, so that they come last.
 * @param order ids of all runs, most urgent first
 */
export function automaticSelection(state: MonitorState, order: readonly string[]): string[] {
  const known = new Set(order);
  const concerned = [
    ...state.slices.filter(isInForce).map((slice) => slice.run),
    ...state.recommendations.map((recommendation) => recommendation.run),
    ...state.recommendations.flatMap((recommendation) =>
      recommendation.alternatives.map((other) => other.run),
    ),
    ...order,
  ];
  const runs = [...new Set(concerned)].filter((run) => known.has(run));
  const silent = new Set(state.runs.filter(({ reports }) => reports === 0).map(({ id }) => id));
  return [...runs.filter((run) => !silent.has(run)), ...runs.filter((run) => silent.has(run))].slice(0, FEW);
}

function isInForce(slice: MonitorState['slices'][number]): boolean {
  return slice.state === 'starting' || slice.state === 'running';
}

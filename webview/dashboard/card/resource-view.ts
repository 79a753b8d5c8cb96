import type { MonitorState, RecommendationView, SliceView } from '../../../src/protocol/runs.js';

/** The advice and the slices of one resource. */
export interface ResourceView {
  readonly advice: RecommendationView | null;
  readonly inForce: SliceView | null;
  readonly slices: readonly SliceView[];
}

/** Resources that have advice or a slice in force, by name. */
export function resourcesOf(state: MonitorState): string[] {
  const names = [
    ...state.recommendations.map(({ resource }) => resource),
    ...state.slices.filter(isInForce).map(({ resource }) => resource),
  ];
  return [...new Set(names)].sort();
}

/** What the state tells of a resource. */
export function resourceView(state: MonitorState, resource: string): ResourceView {
  const slices = state.slices.filter((slice) => slice.resource === resource);
  return {
    advice: state.recommendations.find((candidate) => candidate.resource === resource) ?? null,
    inForce: slices.find(isInForce) ?? null,
    slices,
  };
}

function isInForce({ state }: SliceView): boolean {
  return state === 'starting' || state === 'running';
}

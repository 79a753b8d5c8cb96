import type { Dash } from 'plotly.js-dist';
import type { ForecastCurve } from '../../../src/protocol/curves.js';
import type { MonitorState } from '../../../src/protocol/runs.js';

export interface Method {
  readonly id: string;
  readonly title: string;
  /** The dashes of its line, as Plotly names them. */
  readonly dash: Dash;
}

const OTHER_DASHES: readonly Dash[] = ['dashdot', 'longdash', 'longdashdot'];

/** The methods that forecast any run, the one that makes the verdicts first, each with dashes of its own. */
export function methodsOf(
  state: MonitorState,
  forecasts: ReadonlyMap<string, readonly ForecastCurve[]>,
): Method[] {
  const titles = new Map<string, string>();
  for (const run of state.runs) for (const view of run.methods) titles.set(view.method, view.title);
  for (const group of forecasts.values()) for (const curve of group) titles.set(curve.method, curve.title);
  const ids = [...titles.keys()].sort((a, b) => Number(b === state.method) - Number(a === state.method));
  let others = 0;
  const dash = (id: string): Dash => {
    if (id === state.method) return 'dash';
    if (id === 'wls') return 'dot';
    return OTHER_DASHES[others++ % OTHER_DASHES.length]!;
  };
  return ids.map((id) => ({ id, title: titles.get(id) ?? id, dash: dash(id) }));
}

/** The methods drawn when the person has chosen none: the one that makes the verdicts, and its rival. */
export function methodsShown(methods: readonly Method[], chosen: readonly string[] | null): Method[] {
  if (chosen !== null) return methods.filter((method) => chosen.includes(method.id));
  return methods.filter((method, i) => i === 0 || method.id === 'wls');
}

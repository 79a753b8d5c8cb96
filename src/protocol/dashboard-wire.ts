import type { CurveUpdate, ForecastCurve } from './curves.js';
import type { ToDashboard } from './dashboard.js';
import type { MonitorState } from './runs.js';

/**
 * What travels to the page. VS Code turns messages into JSON, in which NaN and infinities become null; typed arrays
 * alone survive as they are. The state therefore travels as a text in which such numbers are marked.
 */
export type DashboardWire =
  | {
      readonly type: 'snapshot' | 'update';
      readonly revision: number;
      readonly state: string;
      readonly curves: readonly CurveUpdate[];
      readonly forecasts: readonly ForecastCurve[];
    }
  | Exclude<ToDashboard, { readonly type: 'snapshot' | 'update' }>;

/** No name and no sentence begins with it. */
const MARK = '\u0001';
const NUMBERS: ReadonlyMap<string, number> = new Map([
  [`${MARK}NaN`, NaN],
  [`${MARK}Infinity`, Infinity],
  [`${MARK}-Infinity`, -Infinity],
]);

export function encodeToDashboard(message: ToDashboard): DashboardWire {
  if (!('state' in message)) return message;
  const state = JSON.stringify(message.state, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `${MARK}${value}` : value,
  );
  return { ...message, state };
}

export function decodeToDashboard(wire: DashboardWire): ToDashboard {
  if (!('state' in wire)) return wire;
  const state = JSON.parse(wire.state, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? (NUMBERS.get(value) ?? value) : value,
  ) as MonitorState;
  return { ...wire, state };
}

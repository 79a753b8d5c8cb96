import type { ForecastCurve } from '../../../src/protocol/curves.js';
import type { MonitorState } from '../../../src/protocol/runs.js';
import type { ChartTheme } from '../../shared/theme.js';
import type { Choices } from '../choices.js';
import type { Curve } from '../curve.js';
import type { Look } from '../look/look.js';
import type { Point } from './labels.js';
import type { Method } from './methods.js';
import type { SeriesCache } from './series.js';

/** All that the picture depends on. */
export interface FigureInput {
  readonly state: MonitorState;
  readonly curves: ReadonlyMap<string, Curve>;
  readonly forecasts: ReadonlyMap<string, readonly ForecastCurve[]>;
  readonly choices: Choices;
  /** Ids of the runs drawn strongly. */
  readonly strong: readonly string[];
  readonly looks: ReadonlyMap<string, Look>;
  /** Id of the run drawn strongest; null for none. */
  readonly highlighted: string | null;
  /** Methods to draw, the one with the band first. */
  readonly methods: readonly Method[];
  readonly theme: ChartTheme;
  readonly width: number;
  readonly height: number;
  /** Of the monitor, milliseconds since 1970 UTC. */
  readonly now: number;
  readonly series: SeriesCache;
  readonly measure: (text: string, bold: boolean) => number;
  /** Where the labels were in the last picture. */
  readonly labels: ReadonlyMap<string, Point>;
}

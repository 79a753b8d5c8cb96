/** The x axis of the chart. */
export type XAxis = 'step' | 'data' | 'time';

export type ColumnId =
  | 'run'
  | 'verdict'
  | 'probability'
  | 'forecast'
  | 'time-to-target'
  | 'deadline'
  | 'loss'
  | 'recent'
  | 'error'
  | 'freshness'
  | 'actions';

export interface Sorting {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** A part of the chart that was zoomed to; on a log axis decimal logarithms. */
export interface Zoom {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** What the person chose on this page; kept by VS Code while the page is hidden. */
export interface Choices {
  /** Runs drawn strongly; null leaves it to the page. */
  readonly selected: readonly string[] | null;
  /** Methods whose forecasts are drawn; null leaves it to the page. */
  readonly methods: readonly string[] | null;
  readonly xAxis: XAxis;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Weight of the past in the moving average, from 0 (none) to 0.99. */
  readonly smoothing: number;
  readonly zoom: Zoom | null;
  /** Null sorts by urgency. */
  readonly sorting: Sorting | null;
}

export const DEFAULT_CHOICES: Choices = {
  selected: null,
  methods: null,
  xAxis: 'data',
  logX: true,
  logY: true,
  smoothing: 0.9,
  zoom: null,
  sorting: null,
};

/** Restores what `setState` kept; a field of an unknown shape falls back to its default. */
export function restoreChoices(kept: unknown): Choices {
  if (typeof kept !== 'object' || kept === null) return DEFAULT_CHOICES;
  const fields = kept as Readonly<Partial<Record<keyof Choices, unknown>>>;
  return {
    selected: isNames(fields.selected) ? fields.selected : DEFAULT_CHOICES.selected,
    methods: isNames(fields.methods) ? fields.methods : DEFAULT_CHOICES.methods,
    xAxis: isXAxis(fields.xAxis) ? fields.xAxis : DEFAULT_CHOICES.xAxis,
    logX: typeof fields.logX === 'boolean' ? fields.logX : DEFAULT_CHOICES.logX,
    logY: typeof fields.logY === 'boolean' ? fields.logY : DEFAULT_CHOICES.logY,
    smoothing:
      typeof fields.smoothing === 'number' && fields.smoothing >= 0 && fields.smoothing < 1
        ? fields.smoothing
        : DEFAULT_CHOICES.smoothing,
    zoom: isZoom(fields.zoom) ? fields.zoom : DEFAULT_CHOICES.zoom,
    sorting: isSorting(fields.sorting) ? fields.sorting : DEFAULT_CHOICES.sorting,
  };
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isXAxis(value: unknown): value is XAxis {
  return value === 'step' || value === 'data' || value === 'time';
}

function isZoom(value: unknown): value is Zoom {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y } = value as { readonly x?: unknown; readonly y?: unknown };
  return isRange(x) && isRange(y);
}

function isRange(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((item) => Number.isFinite(item));
}

const SORTABLE: ReadonlySet<unknown> = new Set<ColumnId>([
  ...(['run', 'verdict', 'probability', 'forecast', 'time-to-target'] as const),
  ...(['deadline', 'loss', 'error', 'freshness'] as const),
]);

function isSorting(value: unknown): value is Sorting {
  if (typeof value !== 'object' || value === null) return false;
  const { column, descending } = value as { readonly column?: unknown; readonly descending?: unknown };
  return SORTABLE.has(column) && typeof descending === 'boolean';
}

/** What the chart takes from the colour theme in force. */
export interface ChartTheme {
  readonly background: string;
  readonly foreground: string;
  readonly quiet: string;
  readonly guide: string;
  readonly fontFamily: string;
  /** Pixels. */
  readonly fontSize: number;
  /** Colours of runs, by their number. */
  readonly runs: readonly string[];
  readonly highContrast: boolean;
}

/** How many colours the style sheet names. */
export const RUN_COLOURS = 8;

/** Reads the theme from the page's computed style. */
export function readTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    background: read('--background'),
    foreground: read('--foreground'),
    quiet: resolveColour('--quiet'),
    guide: resolveColour('--guide'),
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize),
    runs: Array.from({ length: RUN_COLOURS }, (_, i) => read(`--run-${i}`)),
    highContrast: document.body.classList.contains('vscode-high-contrast'),
  };
}

/** Calls back whenever VS Code changes the theme: it then changes the body's class and the root's variables. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

/** The index in the palette of a run's number; numbers beyond it use it again. */
function colourIndex(colour: number): number {
  return ((Math.trunc(colour) % RUN_COLOURS) + RUN_COLOURS) % RUN_COLOURS;
}

/** The style sheet's colour of a run's number. */
export function runColour(colour: number): string {
  return `var(--run-${colourIndex(colour)})`;
}

/** A mixed colour, as Plotly reads it: `color-mix` is CSS that it does not know. */
function resolveColour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return toRgba(color);
}

/** Turns the computed `color(srgb r g b / a)` of a mixture into `rgba(...)`. */
export function toRgba(colour: string): string {
  const match = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(colour);
  if (match === null) return colour;
  const [red, green, blue] = match.slice(1, 4).map((part) => Math.round(Number(part) * 255));
  return `rgba(${red}, ${green}, ${blue}, ${match[4] ?? '1'})`;
}

/** A `#rrggbb` colour with an opacity. */
export function withAlpha(colour: string, alpha: number): string {
  const match = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  if (match === null) return colour;
  const [red, green, blue] = match.slice(1).map((part) => Number.parseInt(part, 16));
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

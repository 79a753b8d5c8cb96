import type { Layout } from 'plotly.js-dist';
import { withAlpha } from '../../shared/theme.js';
import type { FigureInput } from './figure-input.js';
import type { Frame } from './frame.js';
import { markShapes, type Mark } from './marks.js';
import type { TargetPoint } from './target.js';

export type ChartLayout = Partial<Layout>;

/**
 * The ranges are always given: the page itself keeps what the person zoomed to, so that no update can reset it and it
 * outlives the panel. Plotly's `uirevision` would keep it only as long as its own element lives.
 */
export function makeLayout(
  input: Pick<FigureInput, 'choices' | 'theme' | 'width' | 'height' | 'now'>,
  frame: Frame,
  runs: readonly { readonly target: TargetPoint | null; readonly colour: string }[],
  marks: readonly Mark[],
): ChartLayout {
  const { theme, choices } = input;
  const axis = {
    tickmode: 'array',
    gridcolor: theme.guide,
    gridwidth: 1,
    zeroline: false,
    showline: false,
    ticks: '',
    // The ticks were chosen to fit: Plotly need not measure each of them at every redraw.
    tickangle: 0,
    ticklabeloverflow: 'allow',
    tickfont: { color: theme.quiet, size: theme.fontSize },
  } as const;
  return {
    width: input.width,
    height: input.height,
    margin: { l: frame.left, r: frame.right, t: frame.top, b: frame.bottom, pad: 4 },
    paper_bgcolor: 'transparent',
    plot_bgcolor: 'transparent',
    font: { family: theme.fontFamily, size: theme.fontSize, color: theme.foreground },
    showlegend: false,
    hovermode: false,
    dragmode: 'zoom',
    xaxis: {
      ...axis,
      type: frame.x.log ? 'log' : 'linear',
      range: [frame.x.low, frame.x.high],
      tickvals: [...frame.xTicks.values],
      ticktext: [...frame.xTicks.texts],
    },
    yaxis: {
      ...axis,
      type: frame.y.log ? 'log' : 'linear',
      range: [frame.y.low, frame.y.high],
      tickvals: [...frame.yTicks.values],
      ticktext: [...frame.yTicks.texts],
    },
    shapes: [
      ...markShapes(marks),
      ...runs.flatMap(({ target, colour }) =>
        target === null ? [] : [verticalLine(target.x, withAlpha(colour, 0.45), 'dot')],
      ),
      ...(choices.xAxis === 'time' ? [verticalLine(input.now, theme.quiet, 'solid')] : []),
    ],
  };
}

function verticalLine(
  x: number,
  color: string,
  dash: 'dot' | 'solid',
): NonNullable<ChartLayout['shapes']>[number] {
  return {
    type: 'line',
    xref: 'x',
    yref: 'paper',
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    line: { color, width: 1, dash },
    layer: 'below',
  };
}

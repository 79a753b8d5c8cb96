/** Maps values of an axis to pixels of the plot and back. */
export interface Scale {
  /** Ends of the axis; on a log axis decimal logarithms, as Plotly's ranges are. */
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  /** Pixels of `low` and of `high`: on a y axis the first is the larger. */
  readonly lowPixel: number;
  readonly highPixel: number;
}

/** NaN where a log axis has no place for the value. */
export function toPixel(scale: Scale, value: number): number {
  const at = scale.log ? (value > 0 ? Math.log10(value) : NaN) : value;
  return scale.lowPixel + ((at - scale.low) / (scale.high - scale.low)) * (scale.highPixel - scale.lowPixel);
}

export function toValue(scale: Scale, pixel: number): number {
  const at =
    scale.low + ((pixel - scale.lowPixel) / (scale.highPixel - scale.lowPixel)) * (scale.high - scale.low);
  return scale.log ? 10 ** at : at;
}

import type { ChartTheme } from '../theme.js';

/** Tells how wide a text will be, and remembers it: labels repeat from picture to picture. */
export class TextMeasure {
  private readonly context = document.createElement('canvas').getContext('2d');
  private readonly widths = new Map<string, number>();

  width(text: string, bold: boolean, theme: ChartTheme): number {
    const font = `${bold ? 'bold ' : ''}${theme.fontSize}px ${theme.fontFamily}`;
    const key = `${font}\n${text}`;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    // Ticks and targets change with the data: what is kept must not grow for days.
    if (this.widths.size > 2000) this.widths.clear();
    const width = this.measure(text, font) ?? text.length * theme.fontSize * 0.6;
    this.widths.set(key, width);
    return width;
  }

  private measure(text: string, font: string): number | undefined {
    if (this.context === null) return undefined;
    this.context.font = font;
    return this.context.measureText(text).width;
  }
}

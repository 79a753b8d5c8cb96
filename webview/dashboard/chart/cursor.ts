import { setShown, setStyle } from '../../shared/elements.js';
import type { CursorPoint } from './cursor-point.js';
import type { Figure } from './figure.js';

/** Pixels within which the pointer finds a point. */
const REACH = 48;

/**
 * The place on a curve that the pointer or the arrow keys chose. Its values are shown in the line above the chart:
 * a label at the point would hide the curve.
 */
export class Cursor {
  private readonly dot: HTMLElement;
  private figure: Figure | null = null;
  private current: CursorPoint | null = null;

  /**
   * @param box what the chart is drawn in
   * @param moved told the point, or null, and whether the keyboard moved it
   */
  constructor(
    private readonly box: HTMLElement,
    private readonly colourOf: (run: string) => string,
    private readonly moved: (point: CursorPoint | null, byKeyboard: boolean) => void,
  ) {
    this.dot = document.createElement('div');
    this.dot.className = 'cursor';
    this.dot.hidden = true;
    box.append(this.dot);
    box.addEventListener('pointermove', (event) => {
      this.point(event);
    });
    box.addEventListener('pointerleave', () => {
      if (!box.contains(document.activeElement)) this.put(null, false);
    });
    box.addEventListener('keydown', (event) => {
      this.press(event);
    });
    box.addEventListener('blur', () => {
      this.put(null, false);
    });
  }

  /** After a redraw the same point stands elsewhere, or is gone. */
  follow(figure: Figure): void {
    this.figure = figure;
    const point = this.current;
    if (point === null) return;
    const points = figure.cursor.get(point.run)?.filter((candidate) => candidate.kind === point.kind) ?? [];
    const same = points.reduce<CursorPoint | null>(
      (best, candidate) =>
        best === null || Math.abs(candidate.index - point.index) < Math.abs(best.index - point.index)
          ? candidate
          : best,
      null,
    );
    this.put(same, false);
  }

  private point(event: PointerEvent): void {
    if (this.figure === null || event.buttons !== 0) return;
    const bounds = this.box.getBoundingClientRect();
    const x = event.clientX - bounds.left - this.figure.frame.left;
    const y = event.clientY - bounds.top - this.figure.frame.top;
    let best: CursorPoint | null = null;
    let least = REACH;
    for (const points of this.figure.cursor.values()) {
      for (const point of points) {
        const distance = Math.hypot(point.x - x, point.y - y);
        if (distance < least) [best, least] = [point, distance];
      }
    }
    this.put(best, false);
  }

  private press(event: KeyboardEvent): void {
    const target = this.afterKey(event);
    if (target === undefined) return;
    event.preventDefault();
    this.put(target, true);
  }

  /** Where a key leads; undefined for a key that means nothing here. */
  private afterKey(event: KeyboardEvent): CursorPoint | null | undefined {
    if (this.figure === null) return undefined;
    const runs = [...this.figure.cursor.keys()];
    const run = this.current?.run ?? runs[0];
    const points = run === undefined ? [] : this.visible(run);
    const at = this.current === null ? points.length : points.indexOf(this.current);
    const stride = event.shiftKey ? Math.max(1, Math.round(points.length / 10)) : 1;
    const to = (index: number): CursorPoint | undefined =>
      points[Math.max(0, Math.min(points.length - 1, index))];
    switch (event.key) {
      case 'ArrowLeft':
        return to(at - stride);
      case 'ArrowRight':
        return to(at + stride);
      case 'PageUp':
        return to(at - Math.max(1, Math.round(points.length / 10)));
      case 'PageDown':
        return to(at + Math.max(1, Math.round(points.length / 10)));
      case 'Home':
        return to(0);
      case 'End':
        return to(points.length - 1);
      case 'ArrowUp':
      case 'ArrowDown': {
        const step = event.key === 'ArrowDown' ? 1 : -1;
        const next = this.current === null ? 0 : runs.indexOf(this.current.run) + step;
        const other = runs[(next + runs.length) % runs.length];
        return other === undefined ? undefined : this.beside(other, this.current);
      }
      case 'Escape':
        return this.current === null ? undefined : null;
      default:
        return undefined;
    }
  }

  private visible(run: string): readonly CursorPoint[] {
    const width = this.figure?.frame.x.highPixel ?? 0;
    return (this.figure?.cursor.get(run) ?? []).filter(({ x }) => x >= 0 && x <= width);
  }

  /** The point of another run that is nearest in x; its newest report where there is no point to come from. */
  private beside(run: string, from: CursorPoint | null): CursorPoint | undefined {
    const points = this.visible(run);
    if (from === null) return points.findLast(({ kind }) => kind === 'report');
    return points.reduce<CursorPoint | undefined>(
      (best, point) =>
        best === undefined || Math.abs(point.x - from.x) < Math.abs(best.x - from.x) ? point : best,
      undefined,
    );
  }

  private put(point: CursorPoint | null, byKeyboard: boolean): void {
    const frame = this.figure?.frame;
    const isShown = point !== null && frame !== undefined && !Number.isNaN(point.y);
    setShown(this.dot, isShown);
    if (isShown) {
      setStyle(this.dot, 'left', `${frame.left + point.x}px`);
      setStyle(this.dot, 'top', `${frame.top + point.y}px`);
      setStyle(this.dot, 'background-color', this.colourOf(point.run));
    }
    if (point === null && this.current === null) return;
    this.current = point;
    this.moved(point, byKeyboard);
  }
}

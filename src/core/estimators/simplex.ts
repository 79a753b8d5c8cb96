interface Vertex {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/**
 * Nelder and Mead's simplex search in two variables with the standard coefficients (1, 2, 1/2, 1/2).
 * @param size of the initial simplex; @param evaluations of `f` at most, about
 */
export function minimise(
  f: (x: number, y: number) => number,
  x: number,
  y: number,
  size: number,
  evaluations: number,
): Vertex {
  let used = 0;
  const at = (px: number, py: number): Vertex => {
    used += 1;
    const value = f(px, py);
    return { x: px, y: py, value: Number.isNaN(value) ? Infinity : value };
  };
  let vertices: [Vertex, Vertex, Vertex] = [at(x, y), at(x + size, y), at(x, y + size)];
  while (used < evaluations) {
    vertices.sort((a, b) => a.value - b.value);
    const [best, middle, worst] = vertices;
    if (Math.abs(worst.value - best.value) <= 1e-10) break;
    const cx = (best.x + middle.x) / 2;
    const cy = (best.y + middle.y) / 2;
    const along = (t: number): Vertex => at(cx + t * (worst.x - cx), cy + t * (worst.y - cy));
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      vertices = [best, middle, expanded.value < reflected.value ? expanded : reflected];
    } else if (reflected.value < middle.value) {
      vertices = [best, middle, reflected];
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) {
        vertices = [best, middle, contracted];
      } else {
        vertices = [
          best,
          at((best.x + middle.x) / 2, (best.y + middle.y) / 2),
          at((best.x + worst.x) / 2, (best.y + worst.y) / 2),
        ];
      }
    }
  }
  return vertices.reduce((a, b) => (b.value < a.value ? b : a));
}

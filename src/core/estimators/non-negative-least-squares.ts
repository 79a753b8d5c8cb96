/** A leftover this much smaller than its column means that the column depends on those before it. */
const DEPENDENT = 1e-12;

/** The columns of one subset, orthonormal (`basis`), and the upper triangle R that takes coefficients to it. */
interface Factor {
  readonly columns: readonly number[];
  readonly basis: readonly Float64Array[];
  readonly triangle: readonly (readonly number[])[];
}

/**
 * Non-negative least squares min |A x - y|, x >= 0 for a few fixed columns and many right sides: every subset of the
 * columns is factorised once, and the best subset whose free solution is non-negative is the exact answer.
 */
export class NonNegativeLeastSquares {
  private readonly width: number;
  private readonly factors: readonly Factor[];

  /** @param columns of A, each of the same length; at most a handful */
  constructor(columns: readonly Float64Array[]) {
    this.width = columns.length;
    const factors: Factor[] = [];
    for (let subset = 1; subset < 1 << columns.length; subset++) {
      const chosen = columns.map((_, j) => j).filter((j) => (subset >> j) & 1);
      const factor = factorise(columns, chosen);
      if (factor !== undefined) factors.push(factor);
    }
    this.factors = factors;
  }

  /** The coefficients, one per column; zeros where no subset fits better than nothing. */
  solve(y: Float64Array): number[] {
    let best: number[] = new Array<number>(this.width).fill(0);
    let bestExplained = 0;
    for (const { columns, basis, triangle } of this.factors) {
      const projections = basis.map((q) => dot(q, y));
      const explained = projections.reduce((sum, p) => sum + p * p, 0);
      if (explained <= bestExplained) continue;
      const solution = backSubstitute(triangle, projections);
      if (solution.some((value) => value < 0)) continue;
      bestExplained = explained;
      best = new Array<number>(this.width).fill(0);
      columns.forEach((j, k) => (best[j] = solution[k]!));
    }
    return best;
  }
}

/** Gram-Schmidt, every projection twice for accuracy; undefined where the columns are dependent. */
function factorise(all: readonly Float64Array[], columns: readonly number[]): Factor | undefined {
  const basis: Float64Array[] = [];
  const triangle: number[][] = columns.map(() => new Array<number>(columns.length).fill(0));
  for (const [k, j] of columns.entries()) {
    const q = Float64Array.from(all[j]!);
    const size = Math.sqrt(dot(q, q));
    for (let pass = 0; pass < 2; pass++) {
      for (const [i, previous] of basis.entries()) {
        const projection = dot(previous, q);
        triangle[i]![k]! += projection;
        for (let m = 0; m < q.length; m++) q[m] = q[m]! - projection * previous[m]!;
      }
    }
    const left = Math.sqrt(dot(q, q));
    if (!(left > DEPENDENT * size)) return undefined;
    triangle[k]![k] = left;
    for (let m = 0; m < q.length; m++) q[m] = q[m]! / left;
    basis.push(q);
  }
  return { columns, basis, triangle };
}

function backSubstitute(triangle: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solution = new Array<number>(right.length).fill(0);
  for (let i = right.length - 1; i >= 0; i--) {
    let value = right[i]!;
    for (let j = i + 1; j < right.length; j++) value -= triangle[i]![j]! * solution[j]!;
    solution[i] = value / triangle[i]![i]!;
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

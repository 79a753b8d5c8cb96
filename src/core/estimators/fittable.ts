/**
 * Whether a report can be fitted: the models are lines in ln(loss) over ln(data), so both must be positive and finite.
 * @param data cumulative data, in reports
 */
export function isFittable(data: number, loss: number): boolean {
  return loss > 0 && loss < Infinity && data > 0 && data < Infinity;
}

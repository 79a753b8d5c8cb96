/** Writes a loss in at most `digits` significant digits, plainly where a person would (`0.0412`, `1.23`, `3.1e-7`). */
export function formatLoss(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(digits - 1).replace('e+', 'e');
  return String(Number(value.toPrecision(digits)));
}

/** Writes a probability in whole percent, never rounding an open question to a certainty (`86 %`, `> 99 %`). */
export function formatProbability(probability: number): string {
  if (Number.isNaN(probability)) return '–';
  if (probability > 0 && probability < 0.01) return '< 1 %';
  if (probability < 1 && probability > 0.99) return '> 99 %';
  return `${Math.round(probability * 100)} %`;
}

/**
 * Writes a scheduler's score: scores are compared with each other, so one digit is enough, and what is below a
 * thousandth is nothing (`3.1`, `0.02`, `0`).
 */
export function formatScore(score: number): string {
  if (Number.isNaN(score)) return '–';
  if (!Number.isFinite(score)) return score > 0 ? '∞' : '-∞';
  const size = Math.abs(score);
  if (size < 1e-3) return '0';
  return size < 0.1 ? String(Number(score.toPrecision(1))) : score.toFixed(1);
}

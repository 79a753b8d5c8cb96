/** A relative error in percent: one digit below ten percent, whole percent above (`0.4 %`, `6 %`, `140 %`). */
export function errorText(error: number): string {
  if (Number.isNaN(error)) return '–';
  if (error >= 9.995) return '> 999 %';
  return error < 0.095 ? `${Number((error * 100).toPrecision(1))} %` : `${Math.round(error * 100)} %`;
}

/** A share in whole percent (`67 %`). */
export function shareText(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : '–';
}

/** Keeps a figure and its percent sign on one line, in a text that wraps. */
export function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%');
}

/** A share as it was chosen, not rounded to whole percent (`20 %`, `0.5 %`). */
export function fractionText(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))} %`;
}

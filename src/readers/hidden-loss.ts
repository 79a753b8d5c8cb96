import type { NamedNumber } from './line-scanner.js';

/*
 * Some frameworks do not log a loss that is no number. What they log instead gives them away; to a person the reason
 * is told, so that a run that has broken does not look like a run that is silent or well.
 */

/**
 * Megatron-LM leaves the loss out of a report when its mean over the window is no number, and when every step of the
 * window was skipped (`training.py`, `if avg >= 0.0`).
 * @returns why the loss is missing from the line; undefined where it is not, or the line is none of Megatron's
 */
function lossHiddenByMegatron(line: string, numbers: readonly NamedNumber[]): string | undefined {
  if (!line.includes('number of nan iterations')) return undefined;
  const count = (name: string): number => numbers.find((number) => number.name === name)?.value ?? 0;
  const nan = count('number of nan iterations');
  const skipped = count('number of skipped iterations');
  if (nan > 0) {
    return `Megatron-LM reports ${nan} iterations with a loss that is no number, and leaves them out of the loss.`;
  }
  if (numbers.some(({ name }) => name.endsWith(' loss'))) return undefined;
  return skipped > 0
    ? `Megatron-LM skipped all ${skipped} iterations of the window (the loss scale was too high), and reports no loss.`
    : 'Megatron-LM reports no loss for the window, as it does when the loss is no number.';
}

/**
 * The Trainer of Hugging Face replaces a loss that is no number by the mean of the others
 * (`logging_nan_inf_filter`, on by default), but logs the norm of the gradient as it is.
 * @returns why the loss is not to be believed; undefined where nothing speaks against it
 */
export function lossHiddenByTrainer(
  loss: number | undefined,
  gradientNorm: number | undefined,
): string | undefined {
  if (loss === undefined || gradientNorm === undefined) return undefined;
  if (!Number.isFinite(loss) || !Number.isNaN(gradientNorm)) return undefined;
  return 'The norm of the gradient is no number, so the loss most likely was none either: unless logging_nan_inf_filter is off, the Trainer logs the mean of the other losses in its place.';
}

/** Why a line's loss is missing or not to be believed, whichever tool wrote it; undefined where nothing says so. */
export function hiddenLoss(line: string, numbers: readonly NamedNumber[]): string | undefined {
  if (!line.includes("'grad_norm'")) return lossHiddenByMegatron(line, numbers);
  const valueOf = (name: string): number | undefined => numbers.find((number) => number.name === name)?.value;
  return lossHiddenByTrainer(valueOf('loss'), valueOf('grad_norm'));
}

/** Whether lines like this one may hide their loss. */
export function mayHideLoss(line: string): boolean {
  return line.includes("'grad_norm'") || line.includes('number of nan iterations');
}

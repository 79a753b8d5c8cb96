import type { ScannedLine } from './line-scanner.js';

/** A line that the scanner alone would misread, and what it says. */
export interface LineNote {
  readonly tool: string;
  /** The line contains this. */
  readonly hint: string;
  read(line: string, scanned: ScannedLine): ScannedLine | undefined;
}

/** Lines with a reading of their own; the first one whose hint occurs decides. */
export const LINE_NOTES: readonly LineNote[] = [
  {
    // ` validation loss at iteration 1000 on test set | lm loss value: 6.1E+00 | lm loss PPL: 4.5E+02 |`
    tool: 'Megatron-LM, evaluation',
    hint: ' loss at iteration ',
    read: (line, scanned) => {
      const match = /(validation|test) loss at iteration\s+(\d+)(?: on (validation|test) set)?/.exec(line);
      if (match === null) return undefined;
      const phase = match[3] ?? match[1]!;
      return {
        ...scanned,
        phase,
        step: { value: Number(match[2]), total: undefined },
        level: 'evaluation',
        numbers: scanned.numbers
          .filter(({ name }) => !name.includes(' at iteration'))
          .map((number) => ({
            ...number,
            name: `${phase}/${number.name.replace(/^(?:validation|test)\//, '')}`,
          })),
      };
    },
  },
  {
    // `[1,  2000] loss: 2.217`: epoch and batch.
    tool: "PyTorch's first tutorial",
    hint: '] loss: ',
    read: (line, scanned) => {
      const match = /^\[(\d+),\s*(\d+)\] /.exec(line);
      if (match === null) return undefined;
      const [epoch, batch] = [Number(match[1]), Number(match[2])];
      return {
        ...scanned,
        epoch: { value: epoch, total: undefined },
        batch: { value: batch, total: undefined },
        level: 'epoch+batch',
      };
    },
  },
  {
    // `[12]\ttrain-rmse:0.51\teval-rmse:0.60`
    tool: 'XGBoost and LightGBM',
    hint: ']\t',
    read: (line, scanned) => {
      const match = /^(?:\[LightGBM\] \[Info\] )?\[(\d+)\]\t/.exec(line);
      if (match === null || scanned.level !== '') return undefined;
      return { ...scanned, step: { value: Number(match[1]), total: undefined }, level: 'round' };
    },
  },
  {
    // `0:\tlearn: 0.6931\ttest: 0.6930\tbest: 0.6930 (0)\ttotal: 55ms\tremaining: 55s`; its times change their units.
    tool: 'CatBoost',
    hint: ':\t',
    read: (line, scanned) => {
      const match = /^(\d+):\t(?:learn|test)\d*: /.exec(line);
      if (match === null || scanned.level !== '') return undefined;
      const numbers = scanned.numbers.filter(({ name }) => name !== 'total' && name !== 'remaining');
      return { ...scanned, numbers, step: { value: Number(match[1]), total: undefined }, level: 'iteration' };
    },
  },
  {
    // `Epoch 00003: val_loss improved from 0.61 to 0.58, saving model to best.h5` repeats what its bar said.
    tool: 'Keras, ModelCheckpoint',
    hint: ': val_',
    read: (line, scanned) =>
      / (?:improved from|did not improve) /.test(line) ? { ...scanned, numbers: [] } : undefined,
  },
];

/** Starts of printed settings, whose numbers are no results. */
const SETTINGS = ['Namespace(', 'TrainingArguments(', 'Config(', 'ArgumentParser(', 'add_argument('];

/** Whether a line is known to report nothing. */
export function isVetoed(line: string): boolean {
  return line.includes('(') && SETTINGS.some((start) => line.includes(start));
}

import type { NamedNumber, ScannedLine } from './line-scanner.js';
import { parseNumber } from './numbers.js';

/** A line that the scanner alone would misread, and what it says. */
interface LineNote {
  readonly tool: string;
  /** The line contains this. */
  readonly hint: string;
  read(line: string, scanned: ScannedLine): ScannedLine | undefined;
}

/** Lines with a reading of their own; the first one whose hint occurs decides. */
const LINE_NOTES: readonly LineNote[] = [
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
    read: (line, scanned) => batchOfEpoch(/^\[(\d+),\s*(\d+)\] /.exec(line), scanned),
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
  {
    // `77: 318.323761, 288.863220 avg, 0.000100 rate, 841.012654 seconds, 4928 images`
    tool: 'Darknet',
    hint: ' avg',
    read: (line, scanned) => {
      const match = /^\s*(\d+): (\S+), (\S+) avg(?: loss)?, (\S+) rate, /.exec(line);
      if (match === null) return undefined;
      const [, step, ...texts] = match as unknown as [string, string, string, string, string];
      const numbers = ['loss', 'avg loss', 'rate'].flatMap((name, index): NamedNumber[] => {
        const value = parseNumber(texts[index]!);
        return value === undefined ? [] : [{ name, value, start: 0, end: 0 }];
      });
      return { ...scanned, numbers, step: { value: Number(step), total: undefined }, level: 'darknet' };
    },
  },
  {
    // `DEBUG TRAIN Batch 0/100 loss 80.5 loss_att 60.2`: epoch and batch.
    tool: 'WeNet',
    hint: ' Batch ',
    read: (line, scanned) => batchOfEpoch(/\b(?:TRAIN|CV) Batch (\d+)\/(\d+) loss /.exec(line), scanned),
  },
  {
    // `12 train 9.66`, `12 val 9.7`
    tool: "Karpathy's build-nanogpt",
    hint: ' ',
    read: (line, scanned) => {
      const match = /^(\d+) (train|val) (\d\S*)$/.exec(line);
      const value = match === null ? undefined : parseNumber(match[3]!);
      if (value === undefined) return undefined;
      const number = {
        name: `${match![2]!} loss`,
        value,
        start: line.length - match![3]!.length,
        end: line.length,
      };
      return {
        ...scanned,
        numbers: [number],
        step: { value: Number(match![1]), total: undefined },
        level: 'number',
      };
    },
  },
  {
    // ` 1135 -   20.31 sent/s -  1234.56 words/s - MLM-en:   6.25 || MLM-fr: 5.5 -  - model LR: 1.0000e-04`
    tool: 'XLM',
    hint: ' words/s - ',
    read: (line, scanned) => {
      const match = /- +(\d+) - +\S+ sent\/s - /.exec(line);
      if (match === null) return undefined;
      return { ...scanned, step: { value: Number(match[1]), total: undefined }, level: 'step' };
    },
  },
  {
    // `   1 923.12 ms run, 12.10 ms python, 6.81 loss, 0.0020 acc, 0.000200 LR, 45.12 GB used`
    tool: 'tinygrad, models of MLPerf',
    hint: ' ms run,',
    read: (line, scanned) => {
      const match = /^\s*(\d+) +[\d.]+ ms run,.*? (\S+) loss,/.exec(line);
      const value = match === null ? undefined : parseNumber(match[2]!);
      if (value === undefined) return undefined;
      const numbers = [{ name: 'loss', value, start: 0, end: 0 }];
      return { ...scanned, numbers, step: { value: Number(match![1]), total: undefined }, level: 'step' };
    },
  },
  {
    // `Train loss 250 0.412345 Grad Norm 1.2 3.11s/it`, `Validation loss 250:  0.456`
    tool: 'Tacotron 2',
    hint: ' loss ',
    read: (line, scanned) => {
      const match = /^(Train|Validation) loss (\d+):? +(-?\d+\.\d+)/.exec(line);
      if (match === null) return undefined;
      const [{ length: end }, phase, step, value] = match as unknown as [string, string, string, string];
      const number = { name: `${phase} loss`, value: Number(value), start: end - value.length, end };
      return {
        ...scanned,
        numbers: [number, ...scanned.numbers.filter(({ start }) => start > end)],
        step: { value: Number(step), total: undefined },
        level: phase === 'Train' ? 'step' : 'evaluation',
      };
    },
  },
  {
    // What the layers say, several times before every report: their own losses, not the network's.
    tool: 'Darknet, layers',
    hint: 'Avg ',
    read: (line, scanned) => (/Region .*Avg \(?IOU/.test(line) ? { ...scanned, numbers: [] } : undefined),
  },
  {
    // `[2.74, 1.88, 2400, 0.0001989775583408775]`: losses, step, learning rate. Some name the losses on the next line.
    tool: 'VITS',
    hint: 'INFO',
    read: (line, scanned) => {
      if (!line.endsWith(']')) return undefined;
      const match = /[\s:]\[((?:-?\d[\d.e+-]*, )*)(\d+), (0\.0\d{3,}|\d\.\d{5,}(?:e-\d+)?)\]$/.exec(line);
      if (match === null) return undefined;
      const [, list, step, rate] = match as unknown as [string, string, string, string];
      const losses = list.split(', ').slice(0, -1);
      const numbers = losses.map((text, index): NamedNumber => ({
        name: `loss ${index + 1}`,
        value: Number(text),
        start: 0,
        end: 0,
      }));
      if (losses.length > 0) numbers.push({ name: 'learning rate', value: Number(rate), start: 0, end: 0 });
      return { ...scanned, numbers, step: { value: Number(step), total: undefined }, level: 'list' };
    },
  },
  {
    // `1epoch:train:683-1364batch: iter_time=5.862e-05, loss=68.722, …`
    tool: 'ESPnet',
    hint: 'epoch:',
    read: (line, scanned) => {
      const match = /\b(\d+)epoch:(\w+):\d+-(\d+)batch: /.exec(line);
      if (match === null) return undefined;
      const phase = match[2] === 'train' ? undefined : match[2]!;
      return {
        ...scanned,
        epoch: { value: Number(match[1]), total: undefined },
        batch: { value: Number(match[3]), total: undefined },
        level: 'epoch+batch',
        phase,
        numbers: phase === undefined ? scanned.numbers : inPhase(phase, scanned.numbers),
      };
    },
  },
  {
    // `Saving dict for global step 20000: accuracy = 0.97, global_step = 20000, loss = 0.09`
    tool: "TensorFlow's Estimator, evaluation",
    hint: 'INFO:tensorflow:Saving ',
    read: (line, scanned) =>
      / for (?:global )?step \d+: /.test(line)
        ? { ...scanned, phase: 'eval', level: 'evaluation', numbers: inPhase('eval', scanned.numbers) }
        : undefined,
  },
];

/** What a line says by the first note that it bears the hint of; undefined where the scanner's reading stands. */
export function readByNotes(plain: string, scanned: ScannedLine): ScannedLine | undefined {
  for (const note of LINE_NOTES) {
    const said = plain.includes(note.hint) ? note.read(plain, scanned) : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

function inPhase(phase: string, numbers: readonly NamedNumber[]): NamedNumber[] {
  return numbers.map((number) => ({ ...number, name: `${phase}/${number.name}` }));
}

/** The line as a report of the epoch and the batch that a pattern found in it, in this order. */
function batchOfEpoch(match: RegExpExecArray | null, scanned: ScannedLine): ScannedLine | undefined {
  if (match === null) return undefined;
  return {
    ...scanned,
    epoch: { value: Number(match[1]), total: undefined },
    batch: { value: Number(match[2]), total: undefined },
    level: 'epoch+batch',
  };
}

/** Starts of printed settings, whose numbers are no results. */
const SETTINGS = ['Namespace(', 'TrainingArguments(', 'Config(', 'ArgumentParser(', 'add_argument('];

/** Whether a line is known to report nothing. */
export function isVetoed(line: string): boolean {
  if (line.includes('(') && SETTINGS.some((start) => line.includes(start))) return true;
  return line.includes(' HTTP/') || DIAGNOSTIC.test(line);
}

/** `train.c:12:5: warning: …`, as compilers and linters begin their messages. */
const DIAGNOSTIC = /^\S+:\d+:(?:\d+:)? (?:fatal )?(?:warning|error|note)\b/;

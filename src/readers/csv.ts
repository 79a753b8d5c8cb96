import { CsvReader } from './csv-reader.js';
import { separatorOf, splitRecord } from './delimited-fields.js';
import { fieldRole } from './field-role.js';
import { isSourceOrDocument } from './file-kind.js';
import { isPhase } from './gap-name.js';
import { baseName, headText } from './head-text.js';
import { isTrainingResult, metricRole } from './metric-role.js';
import { isMissing, parseNumber } from './numbers.js';
import type { LogFormat, ReaderDefinition } from './reader.js';

/** What the head of a table shows. */
interface TableHead {
  readonly name: string;
  readonly columns: readonly string[];
  readonly lower: readonly string[];
  /** The first rows of values, as far as the head holds them. */
  readonly rows: readonly (readonly string[])[];
}

function tableHead(path: string, head: Uint8Array): TableHead | undefined {
  const { lines, isText } = headText(head);
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const header = lines[first];
  if (!isText || header === undefined || /[{}]/.test(header)) return undefined;
  const separator = separatorOf(header);
  const columns = splitRecord(header, separator).map((column) => column.trim());
  if (columns.some((column) => parseNumber(column) !== undefined)) return undefined;
  if (columns.length < 2 && !isLossAlone(path, columns[0]!)) return undefined;
  return {
    name: baseName(path),
    columns,
    lower: columns.map((column) => column.toLowerCase()),
    rows: lines.slice(first + 1, first + 1 + MOST_ROWS_TRIED).map((line) => splitRecord(line, separator)),
  };
}

/** A file of tables whose one column is a loss: `loss` and a number a line. */
function isLossAlone(path: string, column: string): boolean {
  return /\.[ct]sv$/i.test(path) && metricRole(column).endsWith('-loss');
}

/** Every dialect is read by the same reader; they differ in how they are recognised. */
function dialect(format: LogFormat, score: (table: TableHead) => number): ReaderDefinition {
  return {
    format,
    placeUnit: 'line',
    growth: 'append',
    detect: (path, head) => {
      const table = tableHead(path, head);
      return table === undefined ? 0 : score(table);
    },
    create: (path) => new CsvReader(undefined, titleOf(path)),
  };
}

/** The metric that a file is named for: TensorBoard's export calls it `run-NAME-tag-METRIC.csv`. */
export function titleOf(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  return /(?:^|[-_])tag[-_](.+)$/.exec(file)?.[1] ?? file;
}

/** Lightning's CSVLogger: `metrics.csv` in a folder per version, columns sorted, with epoch and step among them. */
export const lightningCsv = dialect('lightning-csv', ({ name, lower }) =>
  name === 'metrics.csv' && lower.includes('epoch') && lower.includes('step') ? 0.95 : 0,
);

/** Keras's CSVLogger: any name; `epoch` first, then the logged keys sorted. */
export const kerasCsv = dialect('keras-csv', ({ lower }) => {
  const keys = lower.slice(1);
  const isSorted = keys.every((key, index) => index === 0 || keys[index - 1]! <= key);
  return lower[0] === 'epoch' && isSorted && keys.includes('loss') ? 0.9 : 0;
});

/** Ultralytics: `results.csv` with the parts of the loss as `train/box_loss` and so on. */
export const yoloCsv = dialect('yolo-csv', ({ name, lower }) => {
  if (!lower.includes('epoch') || !lower.some((column) => /^train\/\w+_loss$/.test(column))) return 0;
  return name === 'results.csv' ? 0.95 : lower.some((column) => column.startsWith('metrics/')) ? 0.9 : 0;
});

/** timm: `summary.csv`, `epoch,train_loss,eval_loss,…`. */
export const timmCsv = dialect('timm-csv', ({ name, lower }) => {
  if (lower[0] !== 'epoch' || lower[1] !== 'train_loss') return 0;
  return name === 'summary.csv' || lower.includes('eval_top1') ? 0.95 : 0;
});

/** Any other table with a loss, or with steps and another result of a training, and numbers in its first rows. */
export const csv = dialect('csv', ({ name, columns, lower, rows }) => {
  if (isSourceOrDocument(name)) return 0;
  const counters = columns.map(fieldRole).filter((role) => role.kind === 'step');
  const losses = columns.filter((column) => metricRole(column).endsWith('-loss')).length;
  const isOfTraining =
    losses > 0 ||
    (counters.length > 0 &&
      (counters.some((role) => role.counts === 'epochs') ||
        lower.includes('value') ||
        columns.some(isTrainingResult)));
  if (!isOfTraining || columns.length === counters.length) return 0;
  if (rows.length === 0) return losses > 0 && counters.length > 0 ? 0.6 : 0;
  if (columns.every((column) => fieldRole(column).kind === 'value') && areLabelled(rows)) return 0;
  return rows.some((row) => isMostlyNumbers(row, columns.length)) ? 0.6 : 0;
});

const MOST_ROWS_TRIED = 5;

/** Whether every row starts with a name: a comparison of models, say, which has a loss for each but no curve. */
function areLabelled(rows: TableHead['rows']): boolean {
  const labels = rows.map((row) => (row[0] ?? '').trim()).filter((label) => label !== '');
  return (
    labels.length > 0 &&
    labels.every((label) => /^"?\p{L}/u.test(label) && !isMissing(label) && !isPhase(label))
  );
}

function isMostlyNumbers(row: readonly string[], columns: number): boolean {
  const numbers = row.filter((cell) => parseNumber(cell) !== undefined).length;
  const filled = row.filter((cell) => !isMissing(cell)).length;
  return row.length <= columns + 1 && numbers > 0 && numbers * 2 >= filled;
}

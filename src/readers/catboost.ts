import { CsvReader } from './csv-reader.js';
import { headText } from './head-text.js';
import type { ReaderDefinition } from './reader.js';

const FILE = /(?:^|\/)(?:(learn|test)_error|time_left)\.tsv$/;

/**
 * CatBoost's folder `catboost_info`: the metrics of the training in `learn_error.tsv`, those of the test set under the
 * same names in `test_error.tsv`, and the milliseconds in `time_left.tsv`.
 */
export const catboost: ReaderDefinition = {
  format: 'csv',
  placeUnit: 'line',
  growth: 'append',
  detect: (path, head) =>
    FILE.test(path) && headText(head).lines[0]?.startsWith('iter\t') === true ? 0.95 : 0,
  create: (path) => new CsvReader(FILE.exec(path)?.[1] === 'test' ? 'test' : undefined),
};

import { CsvReader } from './csv-reader.js';
import { headText } from './head-text.js';
import type { ReaderDefinition } from './reader.js';

const HEADER = /^(?:timestamp\t)?step\t[^\t]+$/;

/** DVCLive: one tab-separated file per metric, `step` and the value, with a timestamp before them in older versions. */
export const dvclive: ReaderDefinition = {
  format: 'dvclive',
  placeUnit: 'line',
  growth: 'append',
  detect: (path, head) => {
    const header = headText(head).lines[0];
    if (header === undefined || !path.toLowerCase().endsWith('.tsv') || !HEADER.test(header)) return 0;
    return /(?:^|\/)plots\/metrics\//.test(path) ? 0.95 : 0.8;
  },
  create: () => new CsvReader(),
};

import { isSourceOrDocument } from './file-kind.js';
import { baseName, headText } from './head-text.js';
import { metricRole } from './metric-role.js';
import type { ReaderDefinition } from './reader.js';
import { TextReader } from './text-reader.js';

/** Kinds of files that have readers of their own. */
const OTHER_FORMAT = /\.(?:json|csv|tsv)$/;

/** Names by which people and schedulers call the output of a run. */
const LOG_NAME =
  /\.(?:log|out|err|stdout|stderr)(?:\.[\w-]+)?$|\.[oe]\d+$|^(?:log[-_]|workerlog\.)[\w-]+$|^(?:log|stdout|stderr|nohup|console|output)(?:\.txt)?$|(?:^|[._-])(?:log|logs|train|training|slurm[\w-]*)\.txt$/;

/** Whatever a training prints, if it reports a loss. */
export const text: ReaderDefinition = {
  format: 'text',
  placeUnit: 'line',
  growth: 'append',
  detect: (path, head) => {
    const name = baseName(path);
    const { isText } = headText(head);
    if (!isText || head.length === 0 || isSourceOrDocument(name) || OTHER_FORMAT.test(name)) return 0;
    if (reportsLoss(head)) return 0.65;
    // Many logs begin with pages of settings: a log's name is enough to follow the file, unless it starts like another
    // format. Whether it is of a training, its results will tell.
    return LOG_NAME.test(name) ? 0.5 : 0;
  },
  create: () => new TextReader(),
};

function reportsLoss(head: Uint8Array): boolean {
  return new TextReader(false).push(head).events.some((event) => {
    if (event.kind !== 'scalar') return false;
    const role = metricRole(event.metric);
    return role === 'train-loss' || role === 'validation-loss';
  });
}

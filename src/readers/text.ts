import { baseName, headText } from './head-text.js';
import { metricRole } from './metric-role.js';
import type { ReaderDefinition } from './reader.js';
import { TextReader } from './text-reader.js';

/** Files that may quote a log but are none. */
const NO_LOG =
  /\.(?:md|rst|py|pyi|ipynb|js|mjs|cjs|ts|tsx|jsx|json|jsonc|c|cc|cpp|cu|cuh|h|hpp|java|go|rs|rb|r|jl|m|sh|bash|ps1|bat|ya?ml|toml|cfg|ini|conf|env|html?|css|xml|svg|tex|bib|lock|csv|tsv|sql|proto|diff|patch)$/;

/** Names by which people and schedulers call the output of a run. */
const LOG_NAME =
  /\.(?:log|out|err|stdout|stderr)(?:\.\d+)?$|^(?:log|stdout|stderr|nohup|console|output)(?:\.txt)?$|(?:^|[._-])(?:log|logs|train|training|slurm[\w-]*)\.txt$/;

/** Whatever a training prints, if it reports a loss. */
export const text: ReaderDefinition = {
  format: 'text',
  placeUnit: 'line',
  growth: 'append',
  detect: (path, head) => {
    const name = baseName(path);
    const { isText } = headText(head);
    if (!isText || head.length === 0 || NO_LOG.test(name)) return 0;
    if (reportsLoss(head)) return 0.65;
    // Many logs begin with pages of settings: a log's name is enough, unless the file starts like another format.
    return LOG_NAME.test(name) ? 0.5 : 0;
  },
  create: () => new TextReader(),
};

function reportsLoss(head: Uint8Array): boolean {
  return new TextReader().push(head).events.some((event) => {
    if (event.kind !== 'scalar') return false;
    const role = metricRole(event.metric);
    return role === 'train-loss' || role === 'validation-loss';
  });
}

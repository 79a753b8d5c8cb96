import { baseName, headText } from './head-text.js';
import { unwrapped } from './json-records.js';
import { JsonlReader } from './jsonl-reader.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { fieldRole } from './field-role.js';
import { isTrainingResult, metricRole } from './metric-role.js';
import type { ReaderDefinition } from './reader.js';

/** JSON lines of any tool: Detectron2, OpenMMLab, LLaMA-Factory, StyleGAN, ClearML and what people write themselves. */
export const jsonl: ReaderDefinition = {
  format: 'jsonl',
  placeUnit: 'line',
  growth: 'append',
  detect: (path, head) => {
    const { text, lines } = headText(head);
    if (/^\[\{.*"type": ?"training_stats_scalar"/.test(text)) return 0.9;
    const tried = lines.filter((line) => line.trim() !== '').slice(0, MOST_LINES_TRIED);
    const objects = tried.map(parseLenientJson).filter(isJsonObject);
    // Some bad lines make a log no less a log.
    if (objects.length > 0)
      return objects.length * 2 >= tried.length && objects.some((object) => holdsResults(unwrapped(object)))
        ? 0.7
        : 0;
    // A first line longer than the head can only be judged by the names in it.
    if (!text.startsWith('{') || text.includes('\n') || !/\.(?:jsonl?|ndjson)$/.test(baseName(path)))
      return 0;
    return LOSS_OR_STEP.test(text) || text.includes('"env_info":') ? 0.5 : 0;
  },
  create: () => new JsonlReader('.'),
};

/** Ray Tune: `result.json` (one result a line) in the folder of a trial. */
export const ray: ReaderDefinition = {
  format: 'ray',
  placeUnit: 'line',
  growth: 'append',
  detect: (path, head) => {
    if (baseName(path) !== 'result.json') return 0;
    const { text } = headText(head);
    return text.startsWith('{"') && /"(?:training_iteration|trial_id|time_this_iter_s)":/.test(text)
      ? 0.95
      : 0;
  },
  create: () => new JsonlReader('/'),
};

const MOST_LINES_TRIED = 20;
const LOSS_OR_STEP = /"(?:[^"]*loss|(?:global_)?step|iter|iteration|epoch)":\s*[-\d]/;

/** Whether an object has a number named like a loss, or a step and another result of a training. */
function holdsResults(object: Readonly<Record<string, unknown>>): boolean {
  let steps = 0;
  let values = 0;
  let isOfTraining = false;
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'object' && value !== null && metricRole(name) === 'train-loss') return true;
    if (typeof value !== 'number' && value !== 'NaN') continue;
    const role = metricRole(name);
    if (role === 'train-loss' || role === 'validation-loss') return true;
    const field = fieldRole(name);
    if (field.kind === 'step') steps += 1;
    else values += 1;
    isOfTraining ||=
      name === 'value' || isTrainingResult(name) || (field.kind === 'step' && field.counts === 'epochs');
  }
  return steps > 0 && values > 0 && isOfTraining;
}

import { catboost } from './catboost.js';
import { csv, kerasCsv, lightningCsv, timmCsv, yoloCsv } from './csv.js';
import { dvclive } from './dvclive.js';
import { hfTrainerState } from './hf-trainer-state.js';
import { jsonHistory } from './json-history.js';
import { jsonl, ray } from './jsonl.js';
import { megatronGoldenValues } from './megatron-golden-values.js';
import { mlflow } from './mlflow.js';
import { optunaJournal } from './optuna-journal.js';
import type { ReaderDefinition } from './reader.js';
import { tensorboard } from './tensorboard.js';
import { wandb } from './wandb.js';
import { text } from './text.js';

/** Every format that can be read. Where two are equally sure of a file, the first one here has it. */
export const READERS: readonly ReaderDefinition[] = [
  tensorboard,
  wandb,
  mlflow,
  hfTrainerState,
  megatronGoldenValues,
  dvclive,
  catboost,
  lightningCsv,
  yoloCsv,
  timmCsv,
  kerasCsv,
  csv,
  ray,
  optunaJournal,
  jsonHistory,
  jsonl,
  text,
];

/** Below this, a file is taken for no log at all. */
const SURE_ENOUGH = 0.5;

/**
 * The format of a file, by its name and its first bytes.
 * @param path with forward slashes; @param head the first bytes, up to 4096
 */
export function detectFormat(path: string, head: Uint8Array): ReaderDefinition | undefined {
  let best: ReaderDefinition | undefined;
  let score = 0;
  for (const definition of READERS) {
    const own = definition.detect(path, head);
    if (own >= SURE_ENOUGH && own > score) {
      best = definition;
      score = own;
    }
  }
  return best;
}

import { Random } from '../../src/core/simulation/random.js';
import { READERS } from '../../src/readers/registry.js';
import { catboost } from '../../src/readers/catboost.js';
import { csv, kerasCsv, lightningCsv, timmCsv, yoloCsv } from '../../src/readers/csv.js';
import { dvclive } from '../../src/readers/dvclive.js';
import { hfTrainerState } from '../../src/readers/hf-trainer-state.js';
import { jsonHistory } from '../../src/readers/json-history.js';
import { jsonl, ray } from '../../src/readers/jsonl.js';
import { megatronGoldenValues } from '../../src/readers/megatron-golden-values.js';
import { mlflow } from '../../src/readers/mlflow.js';
import { optunaJournal } from '../../src/readers/optuna-journal.js';
import type { ReaderDefinition } from '../../src/readers/reader.js';
import { tensorboard } from '../../src/readers/tensorboard.js';
import { text } from '../../src/readers/text.js';
import { wandb } from '../../src/readers/wandb.js';
import {
  concatenate,
  event,
  historyRecord,
  outputRecord,
  record,
  simpleValue,
  summary,
  VERSION_EVENT,
  wandbFile,
} from '../unit/readers/binary-files.js';

/** The least that any program has to do with the bytes of such a log. */
export type FloorName = 'json-lines' | 'json-document' | 'fields' | 'pattern' | 'crc32c-walk' | 'crc32-walk';

/** A log as its tool writes it, of any length. */
export interface SyntheticLog {
  readonly name: string;
  readonly definition: ReaderDefinition;
  readonly path: string;
  readonly floor: FloorName;
  /** About so many bytes of the log; the same bytes at every call. */
  make(bytes: number): Uint8Array;
}

/** Values of a training that goes well, always the same ones. */
class Training {
  private readonly random = new Random(20_260_101);
  step = 0;

  next(): this {
    this.step += 1;
    return this;
  }

  loss(scale = 1): string {
    const level = scale * (0.3 + 2 * this.step ** -0.3);
    return (level * Math.exp(0.05 * this.random.normal())).toFixed(6);
  }

  rate(): string {
    return (3e-4 / (1 + this.step / 1e5)).toExponential(4);
  }

  between(low: number, high: number, digits: number): string {
    return this.random.between(low, high).toFixed(digits);
  }
}

/** A text of about so many bytes: a head, then what `line` makes for one step after the other, then a tail. */
function textLog(head: string, line: (training: Training) => string, tail = '') {
  return (bytes: number): Uint8Array => {
    const training = new Training();
    const parts = [head];
    let length = head.length + tail.length;
    while (length < bytes) {
      const part = line(training.next());
      parts.push(part);
      length += part.length;
    }
    // JSON has no comma behind the last member.
    if (tail !== '') parts[parts.length - 1] = parts.at(-1)!.replace(/,\n$/, '\n');
    return new TextEncoder().encode(parts.join('') + tail);
  };
}

function tensorboardLog(bytes: number): Uint8Array {
  const training = new Training();
  const records = [record(VERSION_EVENT)];
  let length = 0;
  while (length < bytes) {
    const { step } = training.next();
    for (const [tag, value] of [
      ['train/loss', training.loss()],
      ['train/grad_norm', training.between(0, 4, 3)],
      ['train/learning_rate', training.rate()],
    ] as const) {
      const framed = record(event(step, summary(simpleValue(tag, Number(value)))));
      records.push(framed);
      length += framed.length;
    }
  }
  return concatenate(records);
}

function wandbLog(bytes: number): Uint8Array {
  const training = new Training();
  const records: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const { step } = training.next();
    const history = historyRecord(step, {
      'train/loss': training.loss(),
      'train/grad_norm': training.between(0, 4, 3),
      'train/learning_rate': training.rate(),
      epoch: String(step / 1000),
      _step: String(step),
      _runtime: training.between(0, 1e4, 6),
      _timestamp: (1.7e9 + step).toFixed(4),
    });
    records.push(history);
    if (step % 10 === 0) records.push(outputRecord(80));
    length += history.length + (step % 10 === 0 ? 90 : 0);
  }
  return wandbFile(records);
}

/** Lightning writes training and validation values into rows of their own, so most cells are empty. */
function lightningRow(training: Training): string {
  const { step } = training;
  const epoch = Math.floor(step / 1000);
  if (step % 100 === 99) return `${epoch},,${step},,${training.between(0, 1, 6)},${training.loss(1.1)}\n`;
  return `${epoch},${training.rate()},${step},${training.loss()},,\n`;
}

function optunaLines(training: Training): string {
  const worker = '"worker_id": "5ad6c1a2-9c1f-4f57-8a3e-0d8c5e0a11bb-140234567"';
  const trial = Math.floor((training.step - 1) / 30);
  const step = (training.step - 1) % 30;
  const value = `{"op_code": 7, ${worker}, "trial_id": ${trial}, "step": ${step}, "intermediate_value": ${training.loss()}}\n`;
  if (step > 0) return value;
  const parameter = (name: string): string =>
    `{"op_code": 5, ${worker}, "trial_id": ${trial}, "param_name": "${name}", "param_value_internal": ${training.between(0, 1, 8)}, "distribution": "{\\"name\\": \\"FloatDistribution\\", \\"attributes\\": {\\"step\\": null, \\"low\\": 0.0, \\"high\\": 1.0, \\"log\\": false}}"}\n`;
  return `{"op_code": 4, ${worker}, "study_id": 0, "datetime_start": "2026-01-01T00:00:00.000000"}\n${parameter('lr')}${parameter('momentum')}${value}`;
}

function rayLine(training: Training): string {
  const { step } = training;
  const seconds = training.between(1, 2, 6);
  return `{"loss": ${training.loss()}, "accuracy": ${training.between(0, 1, 6)}, "timestamp": ${1_700_000_000 + step}, "checkpoint_dir_name": null, "should_checkpoint": true, "done": false, "training_iteration": ${step}, "trial_id": "b52f1_00000", "date": "2026-01-01_00-00-00", "time_this_iter_s": ${seconds}, "time_total_s": ${seconds}, "pid": 4312, "hostname": "node-17", "node_ip": "10.0.0.17", "config": {"lr": 0.001, "momentum": 0.9, "batch_size": 64}, "time_since_restore": ${seconds}, "iterations_since_restore": ${step}}\n`;
}

const YOLO_HEADER =
  'epoch,time,train/box_loss,train/cls_loss,train/dfl_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),metrics/mAP50-95(B),val/box_loss,val/cls_loss,val/dfl_loss,lr/pg0,lr/pg1,lr/pg2\n';

function yoloRow(training: Training): string {
  const losses = [0, 0, 0].map(() => training.loss());
  const metrics = [0, 0, 0, 0].map(() => training.between(0, 1, 5));
  const held = [0, 0, 0].map(() => training.loss(1.2));
  const rates = [0, 0, 0].map(() => training.rate());
  const time = (12.5 * training.step).toFixed(3);
  return `${[training.step, time, ...losses, ...metrics, ...held, ...rates].join(',')}\n`;
}

/** A log for every format that can be read, and for text one of each of some tools. */
export const SYNTHETIC_LOGS: readonly SyntheticLog[] = [
  {
    name: 'tensorboard',
    definition: tensorboard,
    path: '/runs/a/events.out.tfevents.1700000000.host.1.0',
    floor: 'crc32c-walk',
    make: tensorboardLog,
  },
  {
    name: 'wandb',
    definition: wandb,
    path: '/wandb/offline-run-20260101_000000-abcdefgh/run-abcdefgh.wandb',
    floor: 'crc32-walk',
    make: wandbLog,
  },
  {
    name: 'mlflow',
    definition: mlflow,
    path: '/mlruns/0/0123456789abcdef0123456789abcdef/metrics/train_loss',
    floor: 'pattern',
    make: textLog('', (t) => `${1_700_000_000_000 + 250 * t.step} ${t.loss()} ${t.step}\n`),
  },
  {
    name: 'hf-trainer-state',
    definition: hfTrainerState,
    path: '/out/checkpoint-500/trainer_state.json',
    floor: 'json-document',
    make: textLog(
      '{\n  "best_metric": null,\n  "epoch": 3.0,\n  "global_step": 500,\n  "log_history": [\n',
      (t) =>
        `    {\n      "epoch": ${t.step / 1000},\n      "grad_norm": ${t.between(0, 4, 8)},\n      "learning_rate": ${t.rate()},\n      "loss": ${t.loss()},\n      "step": ${10 * t.step}\n    },\n`,
      '  ],\n  "logging_steps": 10,\n  "max_steps": 100000\n}\n',
    ),
  },
  {
    name: 'megatron-golden',
    definition: megatronGoldenValues,
    path: '/tests/golden_values.json',
    floor: 'json-document',
    make: textLog(
      '{\n    "lm loss": {\n        "start_step": 1,\n        "end_step": 100000,\n        "step_interval": 5,\n        "values": {\n',
      (t) => `            "${5 * t.step}": ${t.loss(4)},\n`,
      '        }\n    }\n}\n',
    ),
  },
  {
    name: 'dvclive',
    definition: dvclive,
    path: '/dvclive/plots/metrics/train/loss.tsv',
    floor: 'fields',
    make: textLog('step\tloss\n', (t) => `${t.step}\t${t.loss()}\n`),
  },
  {
    name: 'catboost',
    definition: catboost,
    path: '/runs/a/catboost_info/learn_error.tsv',
    floor: 'fields',
    make: textLog('iter\tLogloss\n', (t) => `${t.step - 1}\t${t.loss()}\n`),
  },
  {
    name: 'lightning-csv',
    definition: lightningCsv,
    path: '/lightning_logs/version_0/metrics.csv',
    floor: 'fields',
    make: textLog('epoch,lr-AdamW,step,train_loss,val_acc,val_loss\n', lightningRow),
  },
  {
    name: 'yolo-csv',
    definition: yoloCsv,
    path: '/runs/detect/train/results.csv',
    floor: 'fields',
    make: textLog(YOLO_HEADER, yoloRow),
  },
  {
    name: 'timm-csv',
    definition: timmCsv,
    path: '/output/train/summary.csv',
    floor: 'fields',
    make: textLog(
      'epoch,train_loss,eval_loss,eval_top1,eval_top5,lr\n',
      (t) =>
        `${t.step},${t.loss()},${t.loss(1.1)},${t.between(0, 80, 4)},${t.between(50, 95, 4)},${t.rate()}\n`,
    ),
  },
  {
    name: 'keras-csv',
    definition: kerasCsv,
    path: '/models/history.csv',
    floor: 'fields',
    make: textLog(
      'epoch,accuracy,loss,val_accuracy,val_loss\n',
      (t) =>
        `${t.step - 1},${t.between(0, 1, 16)},${t.loss()}0000000001,${t.between(0, 1, 16)},${t.loss(1.1)}0000000001\n`,
    ),
  },
  {
    name: 'csv',
    definition: csv,
    path: '/runs/a/log.csv',
    floor: 'fields',
    make: textLog(
      'step,loss,lr,grad_norm\n',
      (t) => `${t.step},${t.loss()},${t.rate()},${t.between(0, 4, 4)}\n`,
    ),
  },
  {
    name: 'ray',
    definition: ray,
    path: '/ray_results/train_b52f1/result.json',
    floor: 'json-lines',
    make: textLog('', rayLine),
  },
  {
    name: 'optuna',
    definition: optunaJournal,
    path: '/study/journal.log',
    floor: 'json-lines',
    make: textLog(
      '{"op_code": 0, "worker_id": "5ad6c1a2", "study_name": "tune", "directions": [1]}\n',
      optunaLines,
    ),
  },
  {
    name: 'json-history',
    definition: jsonHistory,
    path: '/runs/a/history.json',
    floor: 'json-document',
    make: textLog(
      '[\n',
      (t) => `  {"epoch": ${t.step}, "loss": ${t.loss()}, "val_loss": ${t.loss(1.1)}},\n`,
      ']\n',
    ),
  },
  {
    name: 'jsonl',
    definition: jsonl,
    path: '/runs/a/metrics.jsonl',
    floor: 'json-lines',
    make: textLog(
      '',
      (t) =>
        `{"data_time": ${t.between(0, 0.1, 6)}, "iteration": ${t.step}, "loss": ${t.loss()}, "lr": ${t.rate()}, "time": ${t.between(0.2, 0.4, 6)}, "grad_norm": ${t.between(0, 4, 6)}}\n`,
    ),
  },
  {
    name: 'text nanoGPT',
    definition: text,
    path: '/runs/a/train.log',
    floor: 'pattern',
    make: textLog(
      '',
      (t) =>
        `iter ${t.step}: loss ${t.loss()}, time ${t.between(300, 400, 2)}ms, mfu ${t.between(10, 13, 2)}%\n`,
    ),
  },
  {
    name: 'text torchtitan',
    definition: text,
    path: '/runs/b/train.log',
    floor: 'pattern',
    make: textLog(
      '',
      (t) =>
        `[rank0]:[titan] 2026-01-01 14:32:58,990 - root - INFO - step: ${t.step}  loss:  ${t.loss()}  grad_norm:  ${t.between(0, 4, 4)}  memory:  2.49GiB(3.14%)  tps: 177,138\n`,
    ),
  },
  {
    name: 'text Megatron-LM',
    definition: text,
    path: '/runs/c/train.log',
    floor: 'pattern',
    make: textLog(
      '',
      (t) =>
        ` [2026-01-01 05:54:07] iteration ${String(10 * t.step).padStart(8)}/ 2422040 | consumed samples: ${String(10080 * t.step).padStart(12)} | elapsed time per iteration (ms): ${t.between(1500, 1600, 1)} | learning rate: ${Number(t.rate()).toExponential(6)} | global batch size:  1008 | lm loss: ${Number(t.loss(3)).toExponential(6)} | loss scale: 1.0 | grad norm: ${t.between(0, 4, 3)} | number of skipped iterations:   0 | number of nan iterations:   0 |\n`,
    ),
  },
];

/** Readers that have no log here. */
export const WITHOUT_LOG = READERS.filter(
  (reader) => !SYNTHETIC_LOGS.some(({ definition }) => definition === reader),
);

/** The synthetic log of that name. */
export function syntheticLog(name: string): SyntheticLog {
  const found = SYNTHETIC_LOGS.find((log) => log.name === name);
  if (found === undefined) throw new Error(`There is no synthetic log ${name}.`);
  return found;
}

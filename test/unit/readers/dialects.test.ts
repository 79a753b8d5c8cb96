import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../src/readers/registry.js';
import { readText, shortly } from './read-text.js';

/** What a file is read as by whoever is surest of it: losses and ends alone, as `metric=value@step`. */
function losses(path: string, ...lines: readonly string[]): string[] {
  const text = `${lines.join('\n')}\n`;
  const definition = detectFormat(path, new TextEncoder().encode(text).subarray(0, 4096));
  if (definition === undefined) return ['no log'];
  const { events, problems } = readText(definition.create(path), text);
  expect(problems).toEqual([]);
  return shortly(events).filter((event) => /loss|until|hidden|xent|cost|nll/i.test(event));
}

interface Piece {
  readonly tool: string;
  readonly file: string;
  readonly lines: readonly string[];
  readonly says: readonly string[];
}

const piece = (tool: string, file: string, lines: readonly string[], says: readonly string[]): Piece => ({
  tool,
  file,
  lines,
  says,
});

describe('texts of more dialects', () => {
  it.each([
    piece(
      'NeMo, whose bar writes nan.0',
      'a.log',
      [
        'Epoch 0: :   3%|▎   | 91/300 [1:42:42<5:37:46, v_num=0-56, reduced_train_loss=nan.0, global_step=9e+3, consumed_samples=6.29e+5]',
        "Epoch 0, global step 9000: 'val_loss' reached 7.04 (best 7.04), saving model to 'x--val_loss=7.04.ckpt'",
      ],
      ['reduced_train_loss=NaN@9000'],
    ),
    piece(
      'a phase in brackets, with other words behind it',
      'a.log',
      [
        '2026-08-10 15:51:16 | INFO | root | step 48 | epoch 0 | loss 0.75 | lr 1.00e-05',
        '2026-08-10 15:51:17 | INFO | root | [val] name "default" | step 48 | epoch 0 | loss 0.5 | lr 1.00e-05',
      ],
      ['loss=0.75@48', 'val/loss=0.5@48'],
    ),
    piece(
      'DeepSpeech: a phase in a cell, a validation that counts for itself',
      'a.log',
      [
        'Epoch 0 |   Training | Elapsed Time: 0:00:20 | Steps: 20 | Loss: 130.25',
        'Epoch 0 | Validation | Elapsed Time: 0:00:02 | Steps: 2 | Loss: 130.0 | Dataset: dev.csv',
        'Epoch 1 |   Training | Elapsed Time: 0:00:13 | Steps: 10 | Loss: 106.5',
      ],
      ['Training/Loss=130.25@20', 'Validation/Loss=130@2', 'Training/Loss=106.5@31'],
    ),
    piece(
      'PaddlePaddle, whose launcher names the file for the process',
      'workerlog.0',
      [
        '[2023-11-10 10:00:00,123] [    INFO] - loss: 11.25, learning_rate: 1e-05, global_step: 1, progress_or_epoch: 0.1',
      ],
      ['loss=11.25@1'],
    ),
    piece(
      'a logger with two handlers',
      'log',
      [
        'INFO:tensorflow:global step 1: loss = 79.5 (57.126 sec/step)',
        'I0305 19:13:01.699573 139551353386752 learning.py:507] global step 1: loss = 79.5 (57.126 sec/step)',
        'INFO:tensorflow:global_step/sec: 0.03',
        'INFO:tensorflow:global step 2: loss = 79.5 (17.053 sec/step)',
      ],
      ['loss=79.5@1', 'loss=79.5@2'],
    ),
    piece(
      'OpenNMT-py',
      'a.log',
      [
        '[2018-09-20 15:18:39,264 INFO] Step 50/1000; acc:  42.02; ppl: 55.22; xent: 4.0; lr: 0.00000; 2214/2168 tok/s;    950 sec',
        '[2018-09-20 15:18:47,173 INFO] Validation perplexity: 56.168',
      ],
      ['until 1000', 'xent=4@50'],
    ),
    piece(
      'nnU-Net',
      'a.txt',
      [
        '2024-04-26 09:39:10.910043: Epoch 1',
        '2024-04-26 09:39:10.914042: Current learning rate: 0.01',
        '2024-04-26 09:41:39.493872: train_loss -0.75',
        '2024-04-26 09:41:39.498914: val_loss -0.5',
        '2024-04-26 09:41:39.501914: Pseudo dice [0.0, nan]',
      ],
      ['train_loss=-0.75@1', 'val_loss=-0.5@1'],
    ),
  ])('$tool', ({ file, lines, says }) => {
    expect(losses(file, ...lines)).toEqual(says);
  });
});

describe('JSON of more dialects', () => {
  it.each([
    piece(
      'the phase under the name of the record',
      'a.jsonl',
      [
        '{"name": "train", "epoch": 0, "average loss": 4.5}',
        '{"name": "validation", "epoch": 0, "average loss": 4.0}',
        '{"name": "resnet", "epoch": 1, "average loss": 3.5}',
      ],
      ['average loss=4.5@0', 'validation/average loss=4@0', 'average loss=3.5@1'],
    ),
    piece(
      "the tuning of IBM's models: all but the metric's name apart",
      'training_logs.jsonl',
      [
        '{"name": "training_loss", "data": {"epoch": 0.01, "step": 1, "value": 3.5, "timestamp": "2023-09-26T19:25:18.737364"}}',
        '{"name": "validation_loss", "data": {"epoch": 0.01, "step": 1, "value": 4.5, "timestamp": "2023-09-26T19:25:19.316729"}}',
      ],
      ['training_loss=3.5@1', 'validation_loss=4.5@1'],
    ),
  ])('$tool', ({ file, lines, says }) => {
    expect(losses(file, ...lines)).toEqual(says);
  });
});

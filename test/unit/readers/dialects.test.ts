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
  return shortly(events).filter((event) => /loss|until|hidden|xent|cost|nll|mlm/i.test(event));
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
      'sentences that state their values',
      'a.log',
      [
        'Epoch 0, Step 25, total used time 7.5 (s), avg loss so far is 0.75',
        'Epoch 0, Step 50, total used time 14.5 (s), avg loss so far is 0.5',
        'Epoch 0, val loss is 0.625, val mse is 0.25.',
        'Epoch 1, Step 25, total used time 21.5 (s), avg loss so far is 0.25',
      ],
      ['avg loss=0.75@25', 'avg loss=0.5@50', 'val loss=0.625@0', 'avg loss=0.25@76'],
    ),
    piece(
      'a value behind two counters',
      'a.log',
      [
        'Loss at epoch 0 and iteration 0 is 8.5',
        'Loss at epoch 0 and iteration 500 is 4.5',
        'Loss at epoch 1 and iteration 0 is 2.5',
      ],
      ['Loss=8.5@0', 'Loss=4.5@500', 'Loss=2.5@501'],
    ),
    piece(
      'a fraction in a sentence',
      'a.log',
      [
        '0/200 in 0 epoch finished at time 0:00:23.5 from start, Loss is 2.5 Acc is 0.5',
        '1/200 in 0 epoch finished at time 0:00:26.5 from start, Loss is 2.25 Acc is 0.5',
        '0/200 in 1 epoch finished at time 0:00:30.5 from start, Loss is 2.0 Acc is 0.5',
      ],
      ['until 200', 'Loss=2.5@0', 'Loss=2.25@1', 'Loss=2@200'],
    ),
    piece(
      'XLM: a step without a name, losses named by objective and language',
      'a.log',
      [
        'INFO - 07/19/20 10:58:12 - 0:00:52 -       5 -   20.31 sent/s -  1234.56 words/s - MLM-en:  10.25 || MLM-fr:   9.5 -  - model LR: 1.0000e-04',
        'INFO - 07/19/20 11:59:12 - 1:01:52 -    1135 -   20.31 sent/s -  1234.56 words/s - MLM-en:   6.25 || MLM-fr:   5.5 -  - model LR: 1.0000e-04',
      ],
      ['MLM-en=10.25@5', 'MLM-fr=9.5@5', 'MLM-en=6.25@1135', 'MLM-fr=5.5@1135'],
    ),
    piece(
      'epochs counted from 0, with the last one for their total',
      'a.log',
      ['Epoch 0/9', 'loss: 1.25 ||:  99%|##8| 99/100 [00:10<00:00,  9.59it/s]'],
      ['until 1000', 'loss=1.25@99'],
    ),
    piece(
      'epochs counted from 0, with their number for their total',
      'a.log',
      ['Epoch 0/10', 'loss: 1.25 ||:  99%|##8| 99/100 [00:10<00:00,  9.59it/s]'],
      ['until 1000', 'loss=1.25@99'],
    ),
    piece(
      'counters in other languages',
      'a.log',
      [
        '2026-06-17 20:28:30 | INFO | Iteración 1 | Generando 100 partidas...',
        '2026-06-17 20:33:45 | INFO |   Entrenamiento: loss=2.5 (value=0.25, policy=1.25) | Tiempo: 4.6s',
        '2026-06-17 20:33:45 | INFO | Iteración 2 | Generando 100 partidas...',
        '2026-06-17 20:39:15 | INFO |   Entrenamiento: loss=1.75 (value=0.25, policy=1.0) | Tiempo: 8.9s',
      ],
      ['loss=2.5@1', 'loss=1.75@2'],
    ),
    piece(
      'PointNet: batches under an epoch, and those of an evaluation',
      'log_train.txt',
      [
        '**** EPOCH 000 ****',
        ' ---- batch: 010 ----',
        'mean acc: 0.25',
        'mean loss: 2.5',
        ' ---- batch: 020 ----',
        'mean acc: 0.5',
        'mean loss: 2.0',
        '**** EVAL EPOCH 000 START****',
        ' ---- batch: 010 ----',
        'eval mean acc: 0.75',
        'eval mean loss: 1.5',
        '**** EPOCH 001 ****',
        ' ---- batch: 010 ----',
        'mean loss: 1.0',
      ],
      ['mean loss=2.5@10', 'mean loss=2@20', 'eval mean loss=1.5@20', 'mean loss=1@31'],
    ),
    piece(
      'settings in a box with a line under every row, and losses without steps',
      'a.log',
      [
        '+---------------+------+',
        '|  Batch size   |  2   |',
        '+===============+======+',
        '| Epochs        | 500  |',
        '+---------------+------+',
        'Training Loss: 0.5',
        'Model test error: 0.75',
        'Training Loss: 0.25',
        'Training Loss: 0.125',
      ],
      ['Training Loss=0.5@?', 'Training Loss=0.25@?', 'Training Loss=0.125@?'],
    ),
    piece(
      'JDE: a logger before a table, whose loss is called total',
      'log_train.txt',
      [
        '2021-01-25 05:58:00 [INFO]:    Epoch       Batch       box      conf        id     total  nTargets      time',
        '2021-01-25 05:58:59 [INFO]:     0/29       0/100       0.5       2.5        19       158        83      59.6',
        '2021-01-25 06:04:17 [INFO]:     0/29      40/100      0.25       1.5        18       149      81.5      7.25',
        '      Image      Total          P          R        mAP',
        '         32      30353     0.025      0.25      0.25       2.14s',
        '2021-01-25 07:20:13 [INFO]:     1/29       0/100     0.125      0.25        15     -5.25        94  3.57e+03',
      ],
      [
        'until 3000',
        'box_loss=0.5@0',
        'conf_loss=2.5@0',
        'id_loss=19@0',
        'total_loss=158@0',
        'box_loss=0.25@40',
        'conf_loss=1.5@40',
        'id_loss=18@40',
        'total_loss=149@40',
        'box_loss=0.125@100',
        'conf_loss=0.25@100',
        'id_loss=15@100',
        'total_loss=-5.25@100',
      ],
    ),
    piece(
      'a date with slashes before an epoch',
      'a.log',
      [
        '05/21/26 16:20:49 - 0:01:42 - Epoch 1, Average Loss: 0.5',
        '05/21/26 16:20:53 - 0:01:46 - Epoch 1 Validation | AUC: 0.75, LogLoss: 0.25',
        '05/21/26 16:22:02 - 0:02:54 - Epoch 2, Average Loss: 0.375',
      ],
      ['Average Loss=0.5@1', 'Validation/LogLoss=0.25@1', 'Average Loss=0.375@2'],
    ),
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
    piece(
      'Composer: a block under its batch',
      'a.out',
      [
        '[batch=2/3]:',
        '\t Train epoch: 0',
        '\t Train trainer/global_step: 1',
        '\t Train loss/train/total: 11.75',
      ],
      ['until 3', 'Train loss/train/total=11.75@2'],
    ),
    piece(
      'OLMo: a heading that names host and source',
      'a.log',
      [
        '2024-08-06 09:59:26.181 studio-160750:0  olmo.train:908  INFO    [step=1/7328,epoch=0]',
        '    train/CrossEntropyLoss=12.25',
        '    throughput/total_tokens=1,048,576',
      ],
      ['until 7328', 'train/CrossEntropyLoss=12.25@1'],
    ),
    piece(
      'a heading with a time, and a validation in short',
      'a.txt',
      [
        'Epoch: 02 | Epoch Time: 0m 12s',
        '\tTrain Loss: 1.75 | Train Acc: 50.50%',
        '\t Val. Loss: 1.5 |  Val. Acc: 45.20%',
      ],
      ['Train Loss=1.75@2', 'Val. Loss=1.5@2'],
    ),
    piece(
      'processes that print the same',
      'a.log',
      [
        '[rank0]: step 1 loss 2.5',
        '[rank1]: step 1 loss 2.75',
        '[rank1]: step 2 loss 2.25',
        '[rank0]: step 2 loss 2.0',
        '[rank0]: step 3 loss 1.75',
      ],
      ['loss=2.5@1', 'loss=2.25@2', 'loss=1.75@3'],
    ),
    piece(
      'ms-swift: a counter with its end in the name',
      'a.log',
      ["{'loss': 1.25, 'epoch': 0.1, 'global_step/max_steps': '10/1000', 'remaining_time': '50m 10s'}"],
      ['until 1000', 'loss=1.25@10'],
    ),
    piece(
      "fairseq's JSON: the updates count",
      'a.log',
      [
        '2023-01-01 10:00:00 | INFO | train_inner | {"epoch": 1, "update": 0.05, "loss": "10.5", "num_updates": "100"}',
      ],
      ['loss=10.5@100'],
    ),
    piece(
      'LightGBM, which repeats its best iteration',
      'a.log',
      [
        "[10]\ttraining's binary_logloss: 0.5\tvalid_1's binary_logloss: 0.625",
        'Early stopping, best iteration is:',
        "[5]\ttraining's binary_logloss: 0.75\tvalid_1's binary_logloss: 0.5",
      ],
      ["training's binary_logloss=0.5@10", "valid_1's binary_logloss=0.625@10"],
    ),
    piece(
      'a dictionary over several lines, printed twice',
      'a.log',
      [
        'INFO:tensorflow:Step 100 per-step time 0.350s',
        "INFO:tensorflow:{'Loss/total_loss': 1.25,",
        " 'learning_rate': 0.04}",
        "I0401 12:00:00.123789 140123 model_lib_v2.py:708] {'Loss/total_loss': 1.25,",
        " 'learning_rate': 0.04}",
        "{'loss': 2.5,",
        " 'step': 110}",
      ],
      ['Loss/total_loss=1.25@100', 'loss=2.5@110'],
    ),
    piece(
      'timm: the epoch behind the phase',
      'a.log',
      [
        'Train: 0 [1250/1251 (100%)]  Loss: 6.75 (6.90)  LR: 1.000e-06',
        'Test: [  48/48]  Time: 0.100 (0.200)  Loss:  5.25 (5.6)',
        'Train: 1 [  50/1251 (  4%)]  Loss: 6.5 (6.56)  LR: 1.000e-05',
      ],
      ['Loss=6.75@1250', 'Test/Loss=5.25@48', 'Loss=6.5@1301'],
    ),
    piece(
      'Swin: the level of the message before the phase',
      'a.txt',
      ['[2021-04-12 10:00:00 swin](main.py 200): INFO Train: [0/300][10/1251]\tlr 0.1\tloss 6.5000 (6.9500)'],
      ['until 375300', 'loss=6.5@10'],
    ),
    piece(
      'WeNet: a cross-validation under its short name',
      'a.log',
      ['DEBUG TRAIN Batch 0/100 loss 80.5 lr 0.00000004', 'DEBUG CV Batch 0/100 loss 50.5 rank 0'],
      ['loss=80.5@100', 'CV/loss=50.5@100'],
    ),
    piece(
      'llama2.c and build-nanogpt: a number without a name',
      'a.log',
      ['10 | loss 8.5 | lr 5.000000e-06 | 320.50ms | mfu 12.50%', '12 train 9.5', '12 val 9.75'],
      ['loss=8.5@10', 'train loss=9.5@12', 'val loss=9.75@12'],
    ),
    piece(
      'RVC: lists that begin with a short learning rate',
      'train.log',
      [
        '2023-05-01 10:00:20,123\tmi-test\tINFO\tTrain Epoch: 1 [0%]',
        '2023-05-01 10:00:20,124\tmi-test\tINFO\t[0, 0.0001]',
        '2023-05-01 10:00:20,125\tmi-test\tINFO\tloss_disc=4.5, loss_gen=3.5, loss_fm=10.5,loss_mel=25.5',
        '2023-05-01 10:05:20,123\tmi-test\tINFO\tTrain Epoch: 5 [40%]',
        '2023-05-01 10:05:20,124\tmi-test\tINFO\t[200, 9.995000937421877e-05]',
        '2023-05-01 10:05:20,125\tmi-test\tINFO\tloss_disc=4.25, loss_gen=3.25, loss_fm=9.5,loss_mel=20.5',
      ],
      [
        ...['loss_disc=4.5@0', 'loss_gen=3.5@0', 'loss_fm=10.5@0', 'loss_mel=25.5@0'],
        ...['loss_disc=4.25@200', 'loss_gen=3.25@200', 'loss_fm=9.5@200', 'loss_mel=20.5@200'],
      ],
    ),
    piece(
      'Flux: phases before parentheses, numbers as Julia shows them',
      'a.log',
      [
        'Epoch: 1   Train: (loss = 0.25f0, acc = 92.5)   Test: (loss = 0.5f0, acc = 90.5)',
        'Epoch: 2   Train: (loss = 1.25f-1, acc = 95.5)   Test: (loss = 0.25, acc = 94.5)',
      ],
      ['Train/loss=0.25@1', 'Test/loss=0.5@1', 'Train/loss=0.125@2', 'Test/loss=0.25@2'],
    ),
    piece(
      'tinygrad: names behind their numbers',
      'a.log',
      [
        '   0 9123.12 ms run, 8012.10 ms python, 25.12 ms fetch data, 6.75 loss, 0.0010 acc, 0.000100 LR, 45.1 GB used',
        '   1  923.12 ms run,   12.10 ms python, 25.12 ms fetch data, 6.5 loss, 0.0020 acc, 0.000200 LR, 45.1 GB used',
      ],
      ['loss=6.75@0', 'loss=6.5@1'],
    ),
    piece(
      'Tacotron 2: a step between a name and its number',
      'a.log',
      [
        'Epoch: 0',
        'Train loss 0 35.125000 Grad Norm 12.125000 5.12s/it',
        'Train loss 1 30.125000 Grad Norm 10.125000 3.12s/it',
        'Validation loss 1: 30.250000  ',
      ],
      ['Train loss=35.125@0', 'Train loss=30.125@1', 'Validation loss=30.25@1'],
    ),
    piece(
      'Keras-GAN: a number without a name before brackets',
      'a.log',
      [
        '0 [D loss: 0.75, acc.: 50.00%] [G loss: 0.5]',
        '1 [D loss: 0.625, acc.: 53.12%] [G loss: 1.25]',
        '1000 [D loss: nan, acc.: 0.00%] [G loss: 2.5]',
      ],
      [
        'D loss=0.75@0',
        'G loss=0.5@0',
        'D loss=0.625@1',
        'G loss=1.25@1',
        'D loss=NaN@1000',
        'G loss=2.5@1000',
      ],
    ),
    piece(
      'no step: the milliseconds of a logger before its thread',
      'a.log',
      ['12 [main] loss: 0.75', '512 [main] loss: 0.5', '1012 [main] loss: 0.25'],
      ['loss=0.75@?', 'loss=0.5@?', 'loss=0.25@?'],
    ),
    piece(
      'no training: compilers, servers, commands, a lone setting',
      'a.log',
      [
        'gcc -O2 -Dloss=0.5 -DEPOCH=3 -c train.c',
        'train.c:12:5: warning: at step 3 loss=0.5 [-Wunused]',
        '127.0.0.1 - - [10/Oct/2023:13:55:36 +0000] "GET /api?step=3&loss=0.5 HTTP/1.1" 200 512',
        'fetching https://example.org/metrics?step=3&loss=0.5&lr=0.1',
        '+ python train.py --step=10 --loss=0.5',
        'loss: 0.5',
      ],
      [],
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
    piece(
      'ms-swift: a counter and its end in one field',
      'a.jsonl',
      ['{"loss": 1.25, "epoch": 0.1, "global_step/max_steps": "10/1000"}'],
      ['loss=1.25@10', 'until 1000'],
    ),
    piece(
      "an export of TensorBoard's pages",
      'run-a-tag-loss.json',
      ['[[1700000000.1, 10, 2.5], [1700000010.1, 20, "NaN"]]'],
      ['loss=2.5@10', 'loss=NaN@20'],
    ),
    piece('no training: steps that are texts', 'a.json', ['[{"step": "a", "lat": 1.5}]'], ['no log']),
  ])('$tool', ({ file, lines, says }) => {
    expect(losses(file, ...lines)).toEqual(says);
  });
});

it('a dictionary over several lines that is cut tells nothing of itself, and one problem', () => {
  const text = "step 1 loss 2.5\n{'loss': 2.25,\n 'step': 1";
  const { events, problems } = readText(
    detectFormat('a.log', new TextEncoder().encode(text))!.create('a.log'),
    text,
  );
  expect(shortly(events)).toEqual(['loss=2.5@1']);
  expect(problems).toMatchObject([{ kind: 'truncated', place: 3 }]);
});

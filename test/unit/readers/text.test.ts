import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../src/readers/registry.js';
import { TextReader } from '../../../src/readers/text-reader.js';
import { readText, settled, shortly } from './read-text.js';

const read = (text: string): ReturnType<typeof readText> => readText(new TextReader(), text);
const events = (...lines: readonly string[]): string[] => shortly(read(`${lines.join('\n')}\n`).events);
const losses = (...lines: readonly string[]): string[] =>
  events(...lines).filter((event) => /loss|until|hidden|trl|tel/i.test(event));

describe('lines of well-known tools', () => {
  it('nanoGPT', () => {
    expect(
      events('step 0: train loss 3.0590, val loss 3.0916', 'iter 10: loss 1.7858, time 330.04ms, mfu 12.82%'),
    ).toEqual([
      'train loss=3.059@0',
      'val loss=3.0916@0',
      'loss=1.7858@10',
      'time=330.04@10',
      'mfu=12.82@10',
    ]);
  });

  it('modded-nanogpt', () => {
    expect(
      events(
        'step:0/1770 val_loss:10.8258 train_time:0ms step_avg:nanms',
        'step:1/1770 train_loss:10.8258 train_time:224ms step_avg:224.00ms',
      ),
    ).toEqual([
      'val_loss=10.8258@0',
      'train_time=0@0',
      'until 1770',
      'train_loss=10.8258@1',
      'train_time=224@1',
      'step_avg=224@1',
    ]);
  });

  it('llm.c', () => {
    expect(events('s:0 tel:11.0092', 's:0 trl:11.0091 lr:0.000001 norm:15.37')).toEqual([
      'tel=11.0092@0',
      'trl=11.0091@0',
      'lr=0.000001@0',
      'norm=15.37@0',
    ]);
  });

  it('nanochat', () => {
    const line =
      'step 00000/12800 (0.00%) | loss: 11.090355 | grad norm: 0.3870 | lrm: 1.00 | dt: 9875.83ms | tok/sec: 53,087';
    expect(events(line)).toEqual([
      'until 12800',
      'loss=11.090355@0',
      'grad norm=0.387@0',
      'lrm=1@0',
      'dt=9875.83@0',
      'tok/sec=53087@0',
    ]);
  });

  it('Megatron-LM behind a launcher', () => {
    const line =
      '[lrdn3321:3]: [2025-03-31 05:54:07] iteration       50/  242204 | consumed samples:        50400 | elapsed time per iteration (ms): 1552.8 | throughput per GPU (TFLOP/s/GPU): 134.0 | learning rate: 8.000000E-06 | global batch size:  1008 | lm loss: 6.258318E+00 | loss scale: 1.0 | grad norm: 1.520 | number of skipped iterations:   0 | number of nan iterations:   0 |';
    expect(events(line)).toEqual([
      'consumed samples=50400@50',
      'elapsed time per iteration (ms)=1552.8@50',
      'throughput per GPU (TFLOP/s/GPU)=134@50',
      'learning rate=0.000008@50',
      'global batch size=1008@50',
      'until 242204',
      'lm loss=6.258318@50',
      'loss scale=1@50',
      'grad norm=1.52@50',
      'number of skipped iterations=0@50',
      'number of nan iterations=0@50',
    ]);
  });

  it('Megatron-LM, where it leaves the loss out', () => {
    const line = (skipped: number, nan: number, loss: string): string =>
      ` [2025-04-13 23:41:12] iteration       10/    1000 | learning rate: 0.0E+00 |${loss} loss scale: 8388608.0 | number of skipped iterations:  ${skipped} | number of nan iterations:   ${nan} |`;
    expect(losses(line(0, 0, ' lm loss: 6.25E+00 |'), line(10, 0, ''))).toEqual([
      'until 1000',
      'lm loss=6.25@10',
      'loss scale=8388608@10',
      'loss scale=8388608@10',
      'hidden lm loss@10',
    ]);
    expect(losses(line(0, 3, ' lm loss: 6.25E+00 |')).at(-1)).toBe('hidden lm loss@10');
    expect(losses(line(0, 0, ''))).toContain('hidden lm loss@10');
  });

  it('Megatron-LM, evaluation', () => {
    expect(
      events(
        ' validation loss at iteration 1000 on test set | lm loss value: 6.1E+00 | lm loss PPL: 4.5E+02 | ',
      ),
    ).toEqual(['test/lm loss value=6.1@1000', 'test/lm loss PPL=450@1000']);
  });

  it('fairseq: inner steps, epochs and validation are apart', () => {
    expect(
      losses(
        '2023-06-13 17:31:08 | INFO | train_inner | epoch 143:     85 / 282 loss=3.147, nll_loss=1.236, num_updates=40100, lr=0.000157917, wall=0',
        '2023-06-13 17:35:08 | INFO | train | epoch 143 | loss 3.15 | nll_loss 1.24 | num_updates 40300 | lr 0.000157',
        "2023-06-13 17:35:20 | INFO | valid | epoch 143 | valid on 'valid' subset | loss 3.9 | num_updates 40300",
      ),
    ).toEqual([
      'loss=3.147@40100',
      'nll_loss=1.236@40100',
      'train/loss=3.15@40300',
      'train/nll_loss=1.24@40300',
      'valid/loss=3.9@40300',
    ]);
  });

  it('PaddleDetection', () => {
    const line = (epoch: number, batch: number): string =>
      `[11/09 20:15:02] ppdet.engine INFO: Epoch: [${epoch}] [  ${batch}/157] learning_rate: 0.000043 loss: 1.640873 eta: 17 days, 13:50:26 batch_cost: 0.4564`;
    expect(events(line(0, 0), line(1, 20))).toEqual([
      'learning_rate=0.000043@0',
      'loss=1.640873@0',
      'batch_cost=0.4564@0',
      '1518626 s left@0',
      'learning_rate=0.000043@177',
      'loss=1.640873@177',
      'batch_cost=0.4564@177',
      '1518626 s left@177',
    ]);
  });

  it('OpenMMLab', () => {
    expect(
      losses(
        '02/20 14:43:11 - mmengine - INFO - Epoch(train)   [1][ 100/3125]  lr: 1.0000e-01  eta: 6:12:01  time: 0.0149  memory: 214  loss: 2.0611',
        '02/20 14:45:11 - mmengine - INFO - Epoch(val) [1][157/157]    accuracy/top1: 55.3  loss: 1.2',
      ),
    ).toEqual(['loss=2.0611@100', 'val/loss=1.2@157']);
    expect(losses('2023/02/20 14:43:11 - mmengine - INFO - Iter(train) [   50/160000]  loss: 3.2')).toEqual([
      'until 160000',
      'loss=3.2@50',
    ]);
  });

  it('Detectron2', () => {
    const line =
      '\u001b[32m[09/29 15:06:24 d2.utils.events]: \u001b[0m eta: 18:30:56  iter: 19  total_loss: 2.262  loss_cls: 0.3963  time: 0.4959  lr: 0.00039962  max_mem: 1475M';
    expect(events(line)).toEqual([
      'total_loss=2.262@19',
      'loss_cls=0.3963@19',
      'time=0.4959@19',
      'lr=0.00039962@19',
      'max_mem=1475@19',
      '66656 s left@19',
    ]);
  });

  it('torchtitan', () => {
    const line =
      '[rank0]:[titan] 2025-10-30 14:32:58,990 - root - INFO - step:  2  loss:  6.1098  grad_norm:  4.6416  memory:  2.49GiB(3.14%)  tps: 177,138';
    expect(events(line)).toEqual(['loss=6.1098@2', 'grad_norm=4.6416@2', 'memory=2.49@2', 'tps=177138@2']);
  });

  it('absl', () => {
    const line =
      'I0305 19:13:01.699573 139551353386752 logging_writer.py:48] [0] global_step=0, grad_norm=2.97, loss=0.7113';
    expect(events(line)).toEqual(['grad_norm=2.97@0', 'loss=0.7113@0']);
  });

  it('the Trainer of Hugging Face, with numbers or texts', () => {
    expect(
      events(
        "{'loss': 7.5713, 'learning_rate': 9.50e-06, 'epoch': 0.92}",
        "{'loss': '2.19', 'grad_norm': '1.2', 'epoch': '1.1'}",
        "{'eval_loss': 1.2, 'epoch': 1.1}",
        "{'loss': nan, 'epoch': 1.2}",
      ),
    ).toEqual([
      'loss=7.5713@0.92',
      'learning_rate=0.0000095@0.92',
      'loss=2.19@1.1',
      'grad_norm=1.2@1.1',
      'eval_loss=1.2@1.1',
      'loss=NaN@1.2',
    ]);
  });

  it.each([
    ['rounded too much', [0, 0, 0.01, 0.01, 0.02], ['?', '?', '?', '?', '?']],
    ['the same for long', [0, 0, 0, 0, 0.01, 1], ['?', '?', '?', '?', '?', '?']],
    ['rounded, but apart', [0.01, 0.02, 0.02, 0.03], ['0.01', '0.02', '0.02', '0.03']],
    ['whole, with several lines each', [1, 1, 1, 2, 2, 2], ['1', '1', '1', '2', '2', '2']],
    ['always the same', [1, 1, 1, 1], ['?', '?', '?', '?']],
  ])('the Trainer of Hugging Face, whose epochs are %s', (_, epochs, steps) => {
    const lines = epochs.map((epoch, i) => `{'loss': ${9 - i}, 'lr': 0.1, 'epoch': ${epoch}}\n`);
    const told = shortly(settled(read(lines.join('')).events)).filter((event) => event.startsWith('loss'));
    expect(told).toEqual(steps.map((step, i) => `loss=${9 - i}@${step}`));
  });

  it('the Trainer of Hugging Face, where it hides that the loss is no number', () => {
    expect(events("{'loss': 0.0, 'grad_norm': nan, 'epoch': 0.5}")).toEqual([
      'loss=0@0.5',
      'grad_norm=NaN@0.5',
      'hidden loss@0.5',
    ]);
  });

  it('GluonNLP: summaries of an epoch and evaluations stay apart', () => {
    expect(
      losses(
        'INFO:root:10:33:19 [Epoch 1 Batch 10/12277] loss=1.1177, lr=0.0000000, metrics:accuracy:0.3688',
        'INFO:root:11:06:41 [Batch 10/310] loss=0.5, metrics:accuracy:0.7',
        '2018-06-25 20:42:47,764 - root - [Epoch 1] valid Loss=3.4307, valid ppl=30.8977, valid bleu=9.21',
      ),
    ).toEqual(['loss=1.1177@10', 'batch/loss=0.5@10', 'valid Loss=3.4307@1']);
  });

  it('GluonCV', () => {
    expect(
      events(
        '[Epoch 0][Batch 9], Speed: 218.798 samples/sec, LR=0.000125, WHL1=4.125, HeatmapFocal=278.131',
        '[Epoch 0] Training cost: 74.123, WHL1=4.0, HeatmapFocal=100.0',
        'aeroplane=0.0',
      ),
    ).toEqual([
      'Speed=218.798@9',
      'LR=0.000125@9',
      'WHL1=4.125@9',
      'HeatmapFocal=278.131@9',
      'Training cost=74.123@0',
      'epoch/WHL1=4@0',
      'epoch/HeatmapFocal=100@0',
    ]);
    expect(
      events(
        'Epoch[001] Batch [0049]/[3759]\tSpeed: 38.4 samples/sec\t accuracy=0.96\t loss=5.91\t lr=0.01',
        '[Epoch 001] validation: acc-top1=34.28 acc-top5=61.42 loss=2.98',
      ),
    ).toEqual([
      'Speed=38.4@49',
      'accuracy=0.96@49',
      'loss=5.91@49',
      'lr=0.01@49',
      'validation/acc-top1=34.28@1',
      'validation/acc-top5=61.42@1',
      'validation/loss=2.98@1',
    ]);
  });

  it("PyTorch's examples", () => {
    expect(
      losses(
        'Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.300039',
        'Train Epoch: 2 [0/60000 (0%)]\tLoss: 1.300039',
        'Test set: Average loss: 0.0285, Accuracy: 9903/10000 (99%)',
      ),
    ).toEqual(['Loss=2.300039@640', 'Loss=1.300039@60000', 'Test/Average loss=0.0285@60000']);
    expect(
      losses(
        'Epoch: [0][  10/5005]\tTime  0.521 ( 1.203)\tLoss 6.9053e+00 (7.0e+00)\tAcc@1   0.00 (  0.10)',
        'Test: [ 0/391]\tTime  5.2 (5.2)\tLoss 0.9 (0.9)\tAcc@1 76.9 (76.9)',
      ),
    ).toEqual(['Loss=6.9053@10', 'Test/Loss=0.9@0']);
    expect(losses('[1,  2000] loss: 2.217', '[2,  2000] loss: 1.9')).toEqual([
      'loss=2.217@2000',
      'loss=1.9@4001',
    ]);
    expect(
      losses('| epoch   1 |   200/ 2983 batches | lr 20.00 | ms/batch 12.34 | loss  7.62 | ppl  2041.05'),
    ).toEqual(['loss=7.62@200']);
  });

  it('CatBoost', () => {
    const line = '12:\tlearn: 0.6931\ttest: 0.6930\tbest: 0.6930 (12)\ttotal: 55ms\tremaining: 1m 5s';
    expect(events(line)).toEqual(['learn=0.6931@12', 'test=0.693@12', 'best=0.693@12', '65 s left@12']);
  });

  it('XGBoost and LightGBM', () => {
    expect(events('[0]\ttrain-rmse:0.5\teval-rmse:0.6', "[LightGBM] [Info] [10]\tvalid_1's l2: 0.6")).toEqual(
      ['train-rmse=0.5@0', 'eval-rmse=0.6@0', "valid_1's l2=0.6@10"],
    );
  });

  it('steps of an epoch with a total, once they are seen to start anew', () => {
    const line = (epoch: number, step: number): string => `Epoch [${epoch}/5], Step [${step}/600], Loss: 0.5`;
    expect(events(line(1, 100), line(1, 600), line(2, 100))).toEqual([
      'Loss=0.5@100',
      'Loss=0.5@600',
      'until 3000',
      'Loss=0.5@700',
    ]);
    expect(losses('epoch 1 step 10/100 loss 3.0', 'epoch 2 step 20/100 loss 2.0')).toEqual([
      'loss=3@10',
      'loss=2@20',
    ]);
  });
});

describe('lines of more tools', () => {
  it('Darknet', () => {
    expect(
      events(
        'Region 82 Avg IOU: 0.2, Class: 0.5, Obj: 0.1, loss = 35.1, class_loss = 7.7',
        ' 12: 700.5, 712.25 avg loss, 0.001 rate, 3.5 seconds, 768 images',
        '13: -nan, 690.5 avg, 0.001 rate, 3.5 seconds, 832 images',
      ),
    ).toEqual([
      'loss=700.5@12',
      'avg loss=712.25@12',
      'rate=0.001@12',
      'loss=NaN@13',
      'avg loss=690.5@13',
      'rate=0.001@13',
    ]);
  });

  it('Caffe', () => {
    expect(
      losses(
        'I0425 10:13:21.205826  9167 solver.cpp:218] Iteration 40 (0.25 iter/s, 40s/10 iters), loss = 6.5',
        'I0425 10:13:21.205830  9167 solver.cpp:237]     Train net output #0: loss_x = 6.25 (* 1 = 6.25 loss)',
      ),
    ).toEqual(['loss=6.5@40']);
  });

  it('Marian', () => {
    expect(events('Ep. 2 : Up. 200 : Sen. 1,052,108 : Cost 5.25 : Time 35.5s')).toContain('Cost=5.25@200');
    expect(
      events('[2021-07-17 12:55:33] [valid] Ep. 1 : Up. 200 : cross-entropy : 130.5 : new best'),
    ).toEqual(['valid/cross-entropy=130.5@200']);
  });

  it('ESPnet: the last batch of the window is the step', () => {
    expect(
      losses(
        '[gpu01:0/2] 2020-07-19 08:49:04,080 (trainer:464) INFO: 1epoch:train:1-50batch: iter_time=2e-04, loss=12.5, loss_att=7.5',
        '[gpu01:0/2] 2020-07-19 08:54:09,601 (trainer:464) INFO: 1epoch:valid:1-50batch: loss=11.5',
      ),
    ).toEqual(['loss=12.5@50', 'loss_att=7.5@50', 'valid/loss=11.5@50']);
  });

  it("TensorFlow's Estimator: evaluations are no training", () => {
    expect(
      losses(
        'INFO:tensorflow:loss = 2.5, step = 101 (1.080 sec)',
        'INFO:tensorflow:Saving dict for global step 101: accuracy = 0.9, global_step = 101, loss = 0.5',
        'INFO:tensorflow:Loss for final step: 0.75.',
      ),
    ).toEqual(['loss=2.5@101', 'eval/loss=0.5@101']);
  });

  it('MaxText and the metric writer of Flax', () => {
    expect(losses('completed step: 9, seconds: 5.667, Tokens/s/device: 8672.758, loss: 10.5')).toEqual([
      'loss=10.5@9',
    ]);
    expect(
      losses(
        'I1002 21:38:13.425730 1399178648 logging_writer.py:35] [400] steps_per_second=1.5, train_loss=3.25',
      ),
    ).toEqual(['train_loss=3.25@400']);
    expect(losses('Step... (500 | Loss: 5.5, Learning Rate: 4.5e-05)')).toEqual(['Loss=5.5@500']);
  });

  it('BasicSR: thousands in the step, no word for the loss', () => {
    expect(
      events(
        'INFO: [My_ES..][epoch:207, iter:  20,100, lr:(1.000e-04,)] [eta: 1 day, 18:13:17] l_g_pix: 3.5e-04',
      ),
    ).toEqual(['l_g_pix=0.00035@20100', '151997 s left@20100']);
  });

  it('icefall: the second group of the same names is another metric', () => {
    expect(
      losses(
        'Epoch 1, batch 50, loss[loss=0.5, ctc_loss=1.5, over 2432.00 frames.], tot_loss[loss=0.75, over 9 frames.]',
      ),
    ).toEqual(['loss=0.5@50', 'ctc_loss=1.5@50', 'tot_loss/loss=0.75@50']);
  });

  it('GAN scripts: of two counters without names the first counts epochs', () => {
    expect(
      losses('[0/25][10/32]\tLoss_D: 1.5\tLoss_G: 6.5\tD(G(z)): 0.5 / 0.0005', '[1/25][0/32]\tLoss_D: 1.25'),
    ).toEqual(['until 800', 'Loss_D=1.5@10', 'Loss_G=6.5@10', 'Loss_D=1.25@32']);
    expect(losses('[0/30][6] D_Loss: 0.5')).toEqual(['D_Loss=0.5@6']);
  });

  it("Coqui's blocks: the step of the whole training counts", () => {
    expect(
      losses(
        '    --> STEP: 24/377 -- GLOBAL_STEP: 370025',
        '      | > loss_gen: 2.5  (2.51)',
        '      | > grad_norm_0: 58.9  (36.2)',
      ),
    ).toEqual(['loss_gen=2.5@370025']);
  });

  it("AllenNLP: bars of an announced validation are the validation's", () => {
    expect(
      losses(
        '2017-10-14 16:48:27,962 - INFO - trainer - Epoch 0/3',
        '2017-10-14 16:48:27,962 - INFO - trainer - Training',
        '2017-10-14 16:48:48,950 - INFO - trainer - Batch 90/100: accuracy: 0.25, loss: 6.5 ||',
        '2017-10-14 16:48:48,950 - INFO - trainer - Validating',
        '2017-10-14 16:48:58,960 - INFO - trainer - Batch 10/20: accuracy: 0.42, loss: 7.5 ||',
        '2017-10-14 16:48:27,962 - INFO - trainer - Epoch 1/3',
        '2017-10-14 16:48:27,962 - INFO - trainer - Training',
        '2017-10-14 16:48:48,950 - INFO - trainer - Batch 80/100: accuracy: 0.25, loss: 5.5 ||',
      ),
    ).toEqual(['until 300', 'loss=6.5@90', 'Validating/loss=7.5@10', 'loss=5.5@180']);
  });

  it('VITS and its relatives: a list ends in the step and the learning rate', () => {
    expect(
      events(
        '2023-12-07 18:38:24,804\tModel\tINFO\t[2.75, 1.875, 2400, 0.0001989775583408775]',
        'INFO:Model:Train Epoch: 9 [20%]',
        'INFO:Model:[4200, 9.990004373906418e-05]',
        'INFO:Model:loss_disc=3.5, loss_gen=3.25',
      ),
    ).toEqual([
      'loss 1=2.75@2400',
      'loss 2=1.875@2400',
      'learning rate=0.0001989775583408775@2400',
      'loss_disc=3.5@4200',
      'loss_gen=3.25@4200',
    ]);
  });

  it('an older fairseq: the subset is named between epoch and batch', () => {
    expect(
      losses(
        '| epoch 002  200 / 1000 loss=1.25 (1.5), lr=0.001',
        "| epoch 002 | valid on 'valid' subset  100 / 131 loss=1.75",
      ),
    ).toEqual(['loss=1.25@1200', 'valid/loss=1.75@1100']);
  });
});

describe('tables', () => {
  it('of spaCy', () => {
    expect(
      events(
        'E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  SCORE ',
        '---  ------  ------------  --------  ------  ------',
        '  0       0          0.00     40.50    9.57    0.10',
        '  0     200         35.75   2163.25   83.16    0.83',
      ).filter((event) => event.startsWith('LOSS')),
    ).toEqual(['LOSS TOK2VEC=0@0', 'LOSS NER=40.5@0', 'LOSS TOK2VEC=35.75@200', 'LOSS NER=2163.25@200']);
  });

  it('of fastai, with a time of day and a missing cell', () => {
    expect(
      events(
        'epoch     train_loss  valid_loss  accuracy  time    ',
        '0         0.625       0.5         0.75      00:12     ',
        '1         0.5                     0.85      00:11     ',
      ),
    ).toEqual([
      'train_loss=0.625@0',
      'valid_loss=0.5@0',
      'accuracy=0.75@0',
      'train_loss=0.5@1',
      'accuracy=0.85@1',
    ]);
  });

  it('of Ultralytics, whose older versions leave out the word loss', () => {
    const header = '     Epoch   gpu_mem       box       obj     total    labels  img_size';
    const row = (epoch: number, box: string): string =>
      `      ${epoch}/9     55.1G   ${box}   0.01017    0.1025        26      640: 100%|███| 20/20 [12:51<00:00,  2.62s/it]`;
    expect(losses(header, row(0, '0.25'), '     all  787  2054  0.736', header, row(1, '0.125'))).toEqual([
      'until 200',
      'box_loss=0.25@20',
      'obj_loss=0.01017@20',
      'total_loss=0.1025@20',
      'box_loss=0.125@40',
      'obj_loss=0.01017@40',
      'total_loss=0.1025@40',
    ]);
  });

  it('of Stable Baselines, one box for every report', () => {
    expect(
      events(
        '-----------------------------------',
        '| time/              |            |',
        '|    iterations      | 3          |',
        '|    total_timesteps | 9000       |',
        '| train/             |            |',
        '|    loss            | 0.25       |',
        '|    value_loss      | 8.5e-03    |',
        '-----------------------------------',
      ),
    ).toEqual(['time/iterations=3@9000', 'train/loss=0.25@9000', 'train/value_loss=0.0085@9000']);
  });

  it('of something else are no reports', () => {
    expect(
      events(
        'Epoch  Class  Images',
        '1  2  3',
        '| Name      | Params |',
        '| criterion | 0      |',
        '-----------------------',
        '  | Name    | Type    | Params',
        '0 | loss    | MSELoss | 0',
      ),
    ).toEqual([]);
  });

  it('whose names stand apart by single spaces, once three rows have as many numbers', () => {
    const header = 'epoch train_loss val_loss lr';
    const rows = ['1 0.75 0.875 0.001', '2 0.5 nan 1e-3', '3 0.25 none 0.001'];
    expect(events(header, rows[0]!, rows[1]!)).toEqual([]);
    expect(events(header, ...rows)).toEqual([
      'train_loss=0.75@1',
      'val_loss=0.875@1',
      'lr=0.001@1',
      'train_loss=0.5@2',
      'val_loss=NaN@2',
      'lr=0.001@2',
      'train_loss=0.25@3',
      'lr=0.001@3',
    ]);
    expect(
      losses(`# ${header}`, '-----', ...rows, 'saved', '4 0.125 0.5 0.001', header, '5 0.25 1 1'),
    ).toEqual([
      ...['train_loss=0.75@1', 'val_loss=0.875@1', 'train_loss=0.5@2', 'val_loss=NaN@2'],
      ...['train_loss=0.25@3', 'train_loss=0.125@4', 'val_loss=0.5@4', 'train_loss=0.25@5', 'val_loss=1@5'],
    ]);
    expect(events('loss val_loss', '0.5 0.75', '0.25 0.5', '0.125 0.5').slice(0, 2)).toEqual([
      'loss=0.5@?',
      'val_loss=0.75@?',
    ]);
  });

  it.each([
    [
      'beside a count',
      [
        '     epoch  train_loss  val_loss',
        '0        1        0.75     0.875',
        '1        2        0.50     0.625',
      ],
      ['train_loss=0.75@1', 'val_loss=0.875@1', 'train_loss=0.5@2', 'val_loss=0.625@2'],
    ],
    [
      'beside names of two words',
      ['    Step  Training Loss', '9    500           2.75', '10  1000           2.50'],
      ['Training Loss=2.75@500', 'Training Loss=2.5@1000'],
    ],
    [
      'behind another column',
      ['   loss  epoch', '0  0.75      3', '1  0.50      4', '2   NaN      5'],
      ['loss=0.75@3', 'loss=0.5@4', 'loss=NaN@5'],
    ],
    [
      'that counts them itself',
      ['   loss  val_loss', '0  0.75     0.875', '1  0.50     0.625', '2  0.25     0.500'],
      ['loss=0.75@0', 'val_loss=0.875@0', 'loss=0.5@1', 'val_loss=0.625@1', 'loss=0.25@2', 'val_loss=0.5@2'],
    ],
    [
      'whose name stands below the others',
      ['       loss  acc', 'epoch           ', '1      0.75  0.5', '2      0.50  0.6', '3      0.25  0.7'],
      ['loss=0.75@1', 'loss=0.5@2', 'loss=0.25@3'],
    ],
  ])('of pandas, whose rows begin with an index: %s', (_, lines, expected) => {
    expect(losses(...lines)).toEqual(expected);
  });

  it('whose names stand apart by single spaces, with steps that begin anew in every epoch', () => {
    expect(
      losses('epoch step loss', '1 100 0.75', '1 200 0.5', '2 100 0.25', '2 200 0.125', '3 100 0.0625'),
    ).toEqual(['loss=0.75@100', 'loss=0.5@200', 'loss=0.25@301', 'loss=0.125@401', 'loss=0.0625@502']);
  });

  it.each([
    ['a sentence', 'The loss of epoch', ['1 2 3 4', '2 3 4 5', '3 4 5 6']],
    ['a title', 'loss per epoch', ['0.5 0.25 1', '0.25 0.5 2', '0.5 0.25 3']],
    [
      'a title of a matrix whose numbers do not count',
      'epoch loss matrix',
      ['3 1 1', '2 1 1', '1 1 1', '1 1 1'],
    ],
    ['names without a counter that are no results', 'loss of Anna Bob', ['1 1 1 1', '1 1 1 1', '1 1 1 1']],
    ['names without a loss', 'epoch width height', ['1 64 64', '2 64 64', '3 64 64']],
    ['numbers of another count', 'epoch train loss', ['1 0.5', '2 0.5', '3 0.5']],
    ['numbers far below', 'step loss', ['text', 'text', '1 0.5', '2 0.5', '3 0.5']],
    ['numbers among words', 'step loss', ['1 apple', '2 pears', '3 nuts']],
  ])('are none with %s above numbers', (_, header, rows) => {
    expect(events(header, ...rows)).toEqual([]);
  });

  it('lose a row without a line end, and say so', () => {
    const { events: found, problems } = read('epoch  train_loss\n1      0.5\n2      0.2');
    expect(shortly(found)).toEqual(['train_loss=0.5@1']);
    expect(problems).toMatchObject([{ kind: 'truncated', place: 3 }]);
  });
});

describe('progress bars', () => {
  it('of Keras', () => {
    expect(
      losses(
        'Epoch 1/10',
        '\r  1/422 ━━━━━ 2:05 300ms/step - accuracy: 0.1 - loss: 2.5\b\b\b\b\r422/422 ━━━━━ 47s 108ms/step - accuracy: 0.8659 - loss: 0.4917 - val_loss: 0.0581',
        'Epoch 2/10',
        '422/422 [==============================] - 5s 12ms/step - loss: 0.29 - val_loss: 0.05',
        'Epoch 00002: val_loss improved from 0.0581 to 0.05, saving model to best.h5',
      ),
    ).toEqual([
      'until 4220',
      'loss=2.5@1',
      'loss=0.4917@422',
      'val_loss=0.0581@422',
      'loss=0.29@844',
      'val_loss=0.05@844',
    ]);
  });

  it('of Lightning and tqdm', () => {
    const bar = (epoch: number, batch: number, loss: string): string =>
      `\rEpoch ${epoch}:   1%|▏         | ${batch}/115 [00:02<05:40,  0.33it/s, v_num=0, train/loss_step=${loss}]`;
    expect(events(bar(0, 1, '12.90') + bar(0, 2, '11.90') + bar(1, 1, '9.5'))).toEqual([
      'train/loss_step=12.9@1',
      'train/loss_step=11.9@2',
      'train/loss_step=9.5@116',
    ]);
  });

  it('whose label says what they count', () => {
    expect(
      losses(
        'epoch 11/50',
        'steps:  22%|██▏       | 176/800 [00:46<02:44,  3.79it/s, avr_loss=0.5]',
        'epoch 12/50',
        'steps:  24%|██▍       | 192/800 [00:50<02:39,  3.80it/s, avr_loss=0.25]INFO:dataset: epoch: 12',
      ),
    ).toEqual(['until 800', 'avr_loss=0.5@176', 'avr_loss=0.25@192']);
    expect(losses('Epochs:  10%|█   | 1/10 [00:46<02:44,  3.79s/it, loss=0.5]')).toEqual([
      'until 10',
      'loss=0.5@1',
    ]);
    expect(losses('Validating:  50%|██  | 5/10 [00:46<02:44, 3.79it/s, loss=0.5]')).toEqual([
      'Validating/loss=0.5@5',
    ]);
  });

  it('with a report printed behind them', () => {
    expect(
      losses(
        'Progress:   1%|  | 7/1000 [00:00<?, ?it/s]Epoch: 3, Train Loss: 11.5, Val Loss: 10.5',
        "  8%|█  | 1999/24128 [1:52:09<20:27:23,  3.33s/it]{'loss': 0.25, 'epoch': 4.5}",
      ),
    ).toEqual(['Train Loss=11.5@3', 'Val Loss=10.5@3', 'loss=0.25@4.5']);
  });

  it('of Keras over data of unknown length', () => {
    expect(losses('Epoch 1/12', '  13440/Unknown - 2s - loss: 0.5 - acc: 0.7432')).toEqual([
      'loss=0.5@13440',
    ]);
  });

  it('that start again without a word of the epoch count on', () => {
    expect(
      losses(
        ' 50%|████     | 500/1000 [00:10<00:12, 44.3it/s, loss=0.53]',
        '100%|█████████| 1000/1000 [00:20<00:00, 44.3it/s, loss=0.43]',
        ' 50%|████     | 500/1000 [00:10<00:12, 44.3it/s, loss=0.33]',
      ),
    ).toEqual(['until 1000', 'loss=0.53@500', 'loss=0.43@1000', 'loss=0.33@1500']);
  });
});

describe('histories that are printed as a whole', () => {
  const history = "{'loss': [2.5, 1.5, nan], 'val_loss': [2.75, np.float64(1.75)]}";
  const told = ['loss=2.5@0', 'loss=1.5@1', 'loss=NaN@2', 'val_loss=2.75@0', 'val_loss=1.75@1'];

  it.each([
    ['behind other lines', ['loading', 'using cuda:0', history, 'done']],
    ['behind a text', ['loading', `history: ${history}`]],
    ['in a dictionary of its own kind', ['loading', `defaultdict(<class 'list'>, ${history})`]],
    ['twice', ['loading', history, 'Training history:', history]],
    ['in the quotes of JSON', ['loading', '{"loss": [2.5, 1.5, NaN], "val_loss": [2.75, 1.75]}']],
    [
      'over lines, as pprint does',
      ['loading', "{'loss': [2.5,", '          1.5,', '          nan],', " 'val_loss': [2.75, 1.75]}"],
    ],
    ['behind bars without losses', ['Epoch 1/2', '10/10 [====] - 5s 12ms/step - acc: 0.5', history]],
  ])('are read: %s', (_, lines) => {
    expect(losses(...lines)).toEqual(told);
  });

  it('are read where they are long', () => {
    const values = Array.from({ length: 9000 }, (_, epoch) => 9 / (epoch + 1));
    const found = losses('loading', `{'loss': [${values.join(', ')}]}`);
    expect([found.length, found[0], found.at(-1)]).toEqual([9000, 'loss=9@0', 'loss=0.001@8999']);
  });

  it('add what is new in them, or begin anew', () => {
    const lines = (...lists: readonly string[]): string[] =>
      losses('x', ...lists.map((list) => `{'loss': [${list}], 'epoch': [1, 2, 3, 4]}`));
    expect(lines('2.5, 1.5', '2.5, 1.5, 0.5')).toEqual(['loss=2.5@1', 'loss=1.5@2', 'loss=0.5@3']);
    expect(lines('2.5, 1.5', '2.25, 1.25')).toEqual([
      'loss=2.5@1',
      'loss=1.5@2',
      'loss=2.25@1',
      'loss=1.25@2',
    ]);
  });

  it.each([
    ['repeat what was reported', ['Epoch 1: loss 2.5', history], ['loss=2.5@1']],
    [
      'repeat what was reported without steps',
      ['loss: 2', 'loss: 1', 'loss: 2', history],
      [2, 1, 2].map((one) => `loss=${one}@?`),
    ],
    ['are settings', ["{'loss_weight': [0.5, 0.25], 'loss': [1, 2], 'betas': [0.9, 0.99]}"], []],
    ['are a report', ["{'loss': [2.5, 1.5], 'step': 5}"], ['loss=2.5@5']],
    ['have one value', ["{'loss': [2.5]}"], []],
    ['are printed by the program itself', ["Namespace(weights={'loss': [0.5, 0.25]})"], []],
  ])('are none where they %s', (_, lines, expected) => {
    expect(losses(...lines)).toEqual(expected);
  });

  it('are left out where they are cut', () => {
    for (const end of [-1, -3, -12]) {
      const { events: found, problems } = read(`loss: 1\nloss: 1\nloss: 1\n${history.slice(0, end)}`);
      expect(shortly(found)).toEqual(['loss=1@?', 'loss=1@?', 'loss=1@?']);
      expect(problems).toMatchObject([{ kind: 'truncated', place: 4 }]);
    }
  });
});

describe('losses without a name', () => {
  const values = ['0.9312', '0.7312', '0.6312', '0.7'];
  const found = values.map((value, i) => `loss=${value}@${i + 1}`);
  const rows = (row: (count: number, value: string) => string): string[] =>
    values.map((value, i) => row(i + 1, value));

  it.each([
    ['behind an epoch', rows((epoch, value) => `epoch ${epoch}: ${value}`)],
    [
      'behind a logger',
      rows((epoch, value) => `2024-01-01 10:00:0${epoch},1 - INFO - Epoch: ${epoch} - ${value}`),
    ],
    ['with other lines between', rows((step, value) => `iter ${step} ${value}\nsaved`)],
    ['below a title', ['Training loss and time', ...rows((step, value) => `step ${step}, ${value}`)]],
  ])('are read once three of them fall: %s', (_, lines) => {
    expect(events(...lines)).toEqual(found);
    expect(events(...lines.slice(0, -2))).toEqual([]);
  });

  it.each([
    ['in brackets', rows((count, value) => `[${count}/100] ${value}`)],
    ['of epochs', rows((count, value) => `Epoch [${count}/100], ${value}`)],
  ])('tell where the run ends: %s', (_, lines) => {
    expect(events(...lines)).toEqual(['until 100', ...found]);
  });

  it('are read once they fall on the whole', () => {
    const noisy = [2.501, 2.701, 2.401, 2.501, 2.301, 2.401, 2.201, 2.301, 2.101].map(
      (value, i) => `step ${10 * i}: ${value}`,
    );
    expect(events(...noisy)).toHaveLength(9);
    expect(events(...noisy.slice(0, -1))).toEqual([]);
  });

  it.each([
    ['fall only twice', rows((epoch, value) => `epoch ${epoch}: ${value}`).slice(0, 2)],
    ['rise', ['epoch 1: 0.5312', 'epoch 2: 0.6312', 'epoch 3: 0.7312', 'epoch 4: 0.7']],
    ['stand under another title', ['Accuracy', ...rows((epoch, value) => `epoch ${epoch}: ${value}`)]],
    ['stand beside a loss', ['loss: 0.5', ...rows((epoch, value) => `epoch ${epoch}: ${value}`)]],
    ['do not count evenly', ['iter 1 0.931', 'iter 2 0.831', 'iter 4 0.731', 'iter 5 0.631']],
    ['stand far apart', rows((step, value) => `iter ${step} ${value}\na\nb\nc`)],
    ['have a unit', rows((step, value) => `step ${step}: ${value}s`)],
    ['are not precise', ['step 1: 0.9', 'step 2: 0.8', 'step 3: 0.7']],
    ['are more than one', rows((step, value) => `step ${step}: ${value} ${value}`)],
    ['are of something', rows((step, value) => `saved at step ${step}: ${value}`)],
    ['are a version', ['step 1: 1.101.0', 'step 2: 1.100.0', 'step 3: 1.099.0']],
    ['are lines of a build', ['[1/9] 0.931 s', '[2/9] 0.831 s', '[3/9] 0.731 s', '[4/9] c++ -O2 a.cc']],
  ])('are none where they %s', (_, lines) => {
    expect(losses(...lines).filter((event) => event !== 'loss=0.5@?')).toEqual([]);
  });

  it('make no log of a file that is none by its name', () => {
    const text = new TextEncoder().encode(rows((epoch, value) => `epoch ${epoch}: ${value}\n`).join(''));
    expect(detectFormat('notes.txt', text)).toBeUndefined();
    expect(detectFormat('train.log', text)?.format).toBe('text');
  });
});

describe('lines that people write', () => {
  it('with values that are no finite numbers', () => {
    expect(events('step 1 | loss nan | lr 1e-3', 'step 2: loss=-inf, val loss: NaN')).toEqual([
      'loss=NaN@1',
      'lr=0.001@1',
      'loss=-Infinity@2',
      'val loss=NaN@2',
    ]);
  });

  it('with a printed tensor', () => {
    expect(events("step: 5 loss: tensor(2.3456, device='cuda:0', grad_fn=<NllLossBackward0>)")).toEqual([
      'loss=2.3456@5',
    ]);
  });

  it('with the epoch on a line of its own', () => {
    expect(events('Epoch 1', 'train loss: 0.5', 'val loss: 0.4', 'Epoch 2', 'train loss: 0.3')).toEqual([
      'train loss=0.5@1',
      'val loss=0.4@1',
      'train loss=0.3@2',
    ]);
  });

  it('with the epoch on a line of its own and a bar between', () => {
    expect(events('Epoch 2/9', ' 50%|███   | 5/10 [00:01<00:01, 5.0it/s]', 'train loss: 0.5')).toEqual([
      'train loss=0.5@2',
    ]);
  });

  it('with steps that start anew in every epoch of the headings', () => {
    expect(
      events('Epoch 1', 'step 100 loss: 0.5', 'step 200 loss: 0.4', 'Epoch 2', 'step 100 loss: 0.3'),
    ).toEqual(['loss=0.5@100', 'loss=0.4@200', 'loss=0.3@301']);
  });

  it('with the value behind the counter that it is of', () => {
    expect(
      events(
        'Cost after iteration 100: 0.5',
        'Average loss at step  200 :  4.5',
        'Val loss after the epoch 3 = 0.25',
      ),
    ).toEqual(['Cost=0.5@100', 'Average loss=4.5@200', 'Val loss=0.25@3']);
  });

  it('with settings before them, which are no headings', () => {
    expect(events('epochs: 10', 'max_steps_per_epoch: 5', 'Step 0 | loss:0.5')).toEqual(['loss=0.5@0']);
  });

  it('without any step, once they repeat', () => {
    expect(events('loss: 0.5', 'loss: 0.4', 'loss: 0.3', 'loss: 0.2')).toEqual([
      'loss=0.5@?',
      'loss=0.4@?',
      'loss=0.3@?',
      'loss=0.2@?',
    ]);
    expect(events('loss: 0.5', 'loss: 0.4')).toEqual(['loss=0.5@?', 'loss=0.4@?']);
  });

  it('with a phase in front', () => {
    expect(events('Epoch 3 [Train]: loss=0.5', 'Epoch 3 [Val]: loss=0.6')).toEqual([
      'Train/loss=0.5@3',
      'Val/loss=0.6@3',
    ]);
  });

  it('with the place in the source, ranks and devices, which are no results', () => {
    expect(events('2024-01-01 12:00:00.123 | INFO     | __main__:train:123 - epoch 1 loss 0.5')).toEqual([
      'loss=0.5@1',
    ]);
    expect(
      events('[2024-01-01 10:00:00,123] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, lr=[0.0001]'),
    ).toEqual(['lr=0.0001@10']);
  });

  it('give the time where they start with a date', () => {
    const { events: found } = read('2024-01-01T12:00:00Z step 1 loss 0.5\nstep 2 loss 0.4\n');
    expect(found.map((event) => (event.kind === 'scalar' ? event.wallTime : undefined))).toEqual([
      1704110400,
      undefined,
    ]);
  });
});

describe('what is no report', () => {
  it.each([
    ['source code before the run', ['loss = 0.0', 'val_loss = 0.0', 'step 1: loss 3.0'], ['loss=3@1']],
    ['printed settings', ['Namespace(batch_size=128, lr=0.1, loss_weight=0.5, step=3)'], []],
    ['settings in a tree', ['  LOSS_WEIGHT: 1.0', '  LOSS: 2.0', 'SMOOTH_L1_BETA: 0.0'], []],
    ['a printed network', ['(0): Conv2D(3 -> 64, kernel_size=(7, 7), stride=(2, 2))'], []],
    ['a summary at the end', ['step 1: loss 3.0', 'Best loss: 2.0', 'Final loss: 2.1'], ['loss=3@1']],
    ['a checkpoint', ['step 1: loss 3.0', 'Saving checkpoint to /tmp/step-1/loss-3.0.pt'], ['loss=3@1']],
    ['prose', ['We got 3 out of 4 GPUs at step 12 of the loss 7 plan.'], []],
  ])('%s', (_name, lines, expected) => {
    expect(events(...lines)).toEqual(expected);
  });

  it('a line above the limit', () => {
    expect(events(`step 1 loss 2.0 ${'x'.repeat(40_000)}`)).toEqual([]);
  });
});

describe('a text without a last line end', () => {
  it('is read whole where the last number has the form of those before it', () => {
    expect(shortly(read('step 1 loss 2.5000\nstep 2 loss 2.4000').events)).toEqual([
      'loss=2.5@1',
      'loss=2.4@2',
    ]);
  });

  it('loses a number that may be cut, and says so', () => {
    const { events: found, problems } = read('step 1 lr 0.100 loss 2.5000\nstep 2 lr 0.100 loss 2.4');
    expect(shortly(found)).toEqual(['lr=0.1@1', 'loss=2.5@1', 'lr=0.1@2']);
    expect(problems).toMatchObject([{ kind: 'truncated', place: 2 }]);
  });

  it.each([
    ["{'loss': 2.4, 'epoch': 0.9", 1],
    ["{'loss': 2.4, 'epoch': 0.9}", 0],
    ["{'loss': 2.4, 'epoch': 1/1", 1],
    ["{'loss': 2.4, 'epoch': 1/10}", 0],
  ])('loses a line whose counter may be cut: %s', (line, problems) => {
    const result = read(`{'loss': 2.5, 'epoch': 0.75}\n${line}`);
    expect(result.problems).toHaveLength(problems);
    expect(shortly(result.events).filter((event) => event.startsWith('loss'))).toHaveLength(2 - problems);
  });

  it('loses a line whose step may follow', () => {
    const { events: found, problems } = read('loss=2.5000, step=1, lr=0.1\nloss=2.4000, ');
    expect(shortly(found)).toEqual(['loss=2.5@1', 'lr=0.1@1']);
    expect(problems).toHaveLength(1);
  });
});

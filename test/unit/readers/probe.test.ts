import { test } from 'vitest';
import { TextReader } from '../../../src/readers/text-reader.js';
const samples: string[] = [
`step 0: train loss 3.0590, val loss 3.0916
iter 10: loss 1.7858, time 330.04ms, mfu 12.82%`,
`step:1770/1770 val_loss:3.2828 train_time:178912ms step_avg:101.08ms`,
`step 00000/12800 (0.00%) | loss: 11.090355 | grad norm: 0.3870 | lrm: 1.00 | dt: 9875.83ms | tok/sec: 53,087`,
`[lrdn3321:3]: [2025-03-31 05:54:07] iteration       50/  242204 | consumed samples:        50400 | elapsed time per iteration (ms): 1552.8 | throughput per GPU (TFLOP/s/GPU): 134.0 | learning rate: 8.000000E-06 | global batch size:  1008 | lm loss: 6.258318E+00 | loss scale: 1.0 | grad norm: 1.520 | number of skipped iterations:   0 | number of nan iterations:   0 |
 [2025-04-13 23:41:12] iteration       60/    1000 | consumed samples:          160 | elapsed time per iteration (ms): 1147.6 | learning rate: 0.000000E+00 | global batch size:    16 | loss scale: 8388608.0 | number of skipped iterations:  10 | number of nan iterations:   0 |
 validation loss at iteration 1000 on test set | lm loss value: 6.1E+00 | lm loss PPL: 4.5E+02 | `,
`2023-06-13 17:31:08 | INFO | train_inner | epoch 143:     85 / 282 loss=3.147, nll_loss=1.236, ppl=2.36, wps=1.2e4, num_updates=40100, lr=0.000157917, gnorm=0.5, loss_scale=8, train_wall=34, gb_free=10, wall=0
2023-06-13 17:35:08 | INFO | train | epoch 143 | loss 3.15 | nll_loss 1.24 | ppl 2.37 | num_updates 40300 | lr 0.000157 | gnorm 0.51 | wall 0
2023-06-13 17:35:20 | INFO | valid | epoch 143 | valid on 'valid' subset | loss 3.9 | nll_loss 2.1 | ppl 4.2 | num_updates 40300 | best_loss 3.8`,
`[11/09 20:15:02] ppdet.engine INFO: Epoch: [53] [  0/157] learning_rate: 0.000043 loss: 1.640873 loss_cls: 0.5 eta: 17 days, 0:33:40 batch_cost: 0.4564 data_cost: 0.0001 ips: 4.38 images/s`,
`02/20 14:43:11 - mmengine - INFO - Epoch(train)   [1][ 100/3125]  lr: 1.0000e-01  eta: 6:12:01  time: 0.0149  memory: 214  loss: 2.0611
02/20 14:45:11 - mmengine - INFO - Epoch(val) [1][157/157]    accuracy/top1: 55.3  loss: 1.2
02/20 14:43:11 - mmengine - INFO - Iter(train) [   50/160000]  base_lr: 1e-3 loss: 3.2`,
`[rank0]:[titan] 2025-10-30 14:32:58,990 - root - INFO - step:  2  loss:  6.1098  grad_norm:  4.6416  memory:  2.49GiB(3.14%)  tps: 177,138`,
`Epoch 1/10
422/422 ━━━━━━━━━━━━━━━━━━━━ 47s 108ms/step - accuracy: 0.8659 - loss: 0.4917 - val_accuracy: 0.9840 - val_loss: 0.0581
Epoch 2/10
422/422 [==============================] - 5s 12ms/step - loss: 0.29 - val_loss: 0.05
Epoch 00002: val_loss improved from inf to 0.34, saving model`,
`Epoch 0:   1%|          | 1/115 [00:02<05:40,  0.33it/s, v_num=0, train/loss_step=12.90]\rEpoch 0:   2%|          | 2/115 [00:02<05:40,  0.33it/s, v_num=0, train/loss_step=11.90]`,
`{'loss': '2.19', 'grad_norm': '1.2', 'learning_rate': '2e-5', 'epoch': '0.1'}
{'loss': 7.5713, 'learning_rate': 9.50e-06, 'epoch': 0.92}
{'eval_loss': 1.2, 'eval_runtime': 3.2, 'epoch': 0.92}`,
`Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.300039
Train Epoch: 2 [0/60000 (0%)]\tLoss: 1.300039
Test set: Average loss: 0.0285, Accuracy: 9903/10000 (99%)`,
`Epoch: [0][  10/5005]\tTime  0.521 ( 1.203)\tData  0.100 ( 0.300)\tLoss 6.9053e+00 (7.0e+00)\tAcc@1   0.00 (  0.10)\tAcc@5   0.39 (  0.51)
Test: [ 0/391]\tTime  5.2 (5.2)\tLoss 0.9 (0.9)\tAcc@1 76.9 (76.9)`,
`Epoch [1/5], Step [100/600], Loss: 0.5023
Epoch [2/5], Step [100/600], Loss: 0.4023`,
`[1,  2000] loss: 2.217`,
`epoch 3 | loss 0.53 | val_loss: nan | lr 1e-3 `,
`loss: tensor(2.3456, device='cuda:0', grad_fn=<NllLossBackward0>) step: 5`,
`Epoch 3 [Train]: loss=0.5
Epoch 3 [Val]: loss=0.6`,
`import torch
loss = 0.0
val_loss = 0.0
step 1: loss 3.0`,
`loss: 0.5
loss: 0.4
loss: nan
loss: inf`,
`Epoch 1
train loss: 0.5
val loss: 0.4
Epoch 2
train loss: 0.3`,
`2024-01-01 12:00:00.123 | INFO     | __main__:train:123 - epoch 1 loss 0.5`,
`[Epoch 1/100] [Batch 0/938] [D loss: 0.693] [G loss: 0.71]`,
` 45%|████▌     | 450/1000 [00:10<00:12, 44.3it/s, loss=0.53]`,
`Epoch 4/10 - loss: 0.5 - val_loss: 0.6`,
`Iteration 100, loss = 0.5`,
`I20240101 12:00:00 solver.cpp:218] Iteration 100 (2.3 iter/s, 3.2s/20 iters), loss = 2.3`,
`I0101 12:00:00.123456 1234 solver.cpp:218] Iteration 100 (2.3 iter/s, 3.2s/20 iters), loss = 2.3`,
`[09/29 15:06:24 d2.utils.events]:  eta: 18:30:56  iter: 19  total_loss: 2.262  loss_cls: 0.3963  time: 0.4959  data_time: 0.0226  lr: 0.00039962  max_mem: 1475M`,
`| epoch   1 |   200/ 2983 batches | lr 20.00 | ms/batch 12.34 | loss  7.62 | ppl  2041.05
| end of epoch   1 | time: 45.12s | valid loss  5.52 | valid ppl   249.98`,
`step=100 loss=2.5 lr=1e-4 tokens=1,234,567`,
`Step 100 | loss 2.5 | lr 1.00e-04 | norm 0.5 | dt 300.2ms | tok/sec 1234`,
`step   19560/19560 | train loss 3.2217 | norm 0.2 | lr 0.00e+00 | 300.2 ms | 56.1% A100 fp16 MFU | 174000 tok/s`,
`[2024-01-01 10:00:00,123] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=0, lr=[0.0001], mom=[(0.9, 0.999)]`,
`steps: 10 loss: 2.5000 iter time (s): 1.234 samples/sec: 12.3`,
`Epoch: 1/3 | Step: 10/100 | Loss: 0.5 | Val Loss: 0.6`,
`Epoch 001 | Train Loss: 0.5123 | Val Loss: 0.6123 | Time: 3.2s`,
`Epoch: 001, Loss: 0.5, Train: 0.9, Val: 0.8, Test: 0.7`,
`[I 2024-01-01 10:00:00,123] Trial 0 finished with value: 0.5 and parameters: {'x': 1.2}. Best is trial 0 with value: 0.5.`,
`step: 100, train/loss: 2.3, val/loss: 2.4, "quoted": 3`,
`\x1b[32m2024-01-01 10:00:00\x1b[0m step \x1b[1m5\x1b[0m loss \x1b[31m0.5\x1b[0m`,
`iter 5: train_loss=1.2 (avg 1.3), val_loss=nan`,
`round 3, client loss 0.5`,
`[0]	train-rmse:0.5	eval-rmse:0.6
[1]	train-rmse:0.4	eval-rmse:0.5`,
`[LightGBM] [Info] [10]	training's l2: 0.5	valid_1's l2: 0.6`,
`0:	learn: 0.6931	test: 0.6932	best: 0.6932 (0)	total: 50ms	remaining: 50s`,
];
test('probe', () => {
  const out: string[] = [];
  for (const s of samples) {
    const r = new TextReader();
    const res = [r.push(new TextEncoder().encode(s + '\n')), r.end()];
    out.push('>>> ' + s.replaceAll('\r', '\\r').slice(0, 300));
    for (const e of res.flatMap((x) => x.events)) {
      out.push('     ' + (e.kind === 'scalar' ? `${e.place} ${e.step} "${e.metric}" = ${e.value} ${e.wallTime === undefined ? '' : new Date(e.wallTime*1000).toISOString()}` : JSON.stringify(e)));
    }
    for (const p of res.flatMap((x) => x.problems)) out.push('  !! ' + p.message);
  }
  console.log(out.join('\n'));
});
import { readFileSync } from 'node:fs';
import { corpusEntries, CORPUS } from '../../corpus/corpus-index.js';
test('names', () => {
  const out: string[] = [];
  for (const e of corpusEntries().filter((x) => x.format === 'text_log')) {
    const r = new TextReader();
    const t = performance.now();
    const bytes = readFileSync(CORPUS + '/' + e.file);
    const ev = [...r.push(bytes).events, ...r.end().events];
    const ms = performance.now() - t;
    const m = new Map<string, number>();
    for (const x of ev) { const k = x.kind === 'scalar' ? x.metric : x.kind + JSON.stringify(x).slice(0,60); m.set(k, (m.get(k) ?? 0) + 1); }
    out.push(e.file.split('/').at(-1) + ' ' + (bytes.length / 1000 / ms).toFixed(1) + ' MB/s', '    ' + [...m].slice(0, 40).map(([k, n]) => `${k}:${n}`).join('  '));
  }
  console.log(out.join('\n'));
});

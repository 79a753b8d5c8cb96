import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../../src/readers/registry.js';

const detect = (path: string, text: string): string | undefined =>
  detectFormat(path, new TextEncoder().encode(text).subarray(0, 4096))?.format;

describe('the format of a log', () => {
  it.each([
    ['lightning_logs/version_0/metrics.csv', 'epoch,step,train_loss\n0,49,2.5\n', 'lightning-csv'],
    ['run/training.log', 'epoch,accuracy,loss,val_accuracy,val_loss\n0,0.1,2.5,0.1,2.4\n', 'keras-csv'],
    ['run/training.csv', 'epoch;accuracy;loss\n0;0.1;2.5\n', 'keras-csv'],
    ['runs/train/exp/results.csv', '   epoch,  train/box_loss, metrics/precision\n  0, 0.5, 0\n', 'yolo-csv'],
    [
      'output/train/x/summary.csv',
      'epoch,train_loss,eval_loss,eval_top1,lr\n0,6.9,6.8,0.1,0.1\n',
      'timm-csv',
    ],
    ['measurements.csv', 'global_step,loss,lr\n0,33.2,0.0\n', 'csv'],
    ['progress.csv', 'rollout/ep_rew_mean,time/total_timesteps\n21.5,2048\n', 'csv'],
    ['export.csv', 'Wall time,Step,Value\n1700000000.5,0,2.5\n', 'csv'],
    ['wandb.csv', '"Step","run - loss"\n"4","12.5"\n', 'csv'],
    ['dvclive/plots/metrics/train/loss.tsv', 'step\tloss\n0\t6.2\n', 'dvclive'],
    ['catboost_info/test_error.tsv', 'iter\tLogloss\n0\t0.69\n', 'csv'],
    ['trainer_log.jsonl', '{"current_steps": 5, "total_steps": 10, "loss": 2.5}\n', 'jsonl'],
    ['vis_data/scalars.json', '{"lr": 0.1, "loss": 2.5, "step": 50}\n', 'jsonl'],
    [
      '20240101.log.json',
      '{"env_info": "x"}\n{"mode": "train", "epoch": 1, "iter": 50, "loss": 2.5}\n',
      'jsonl',
    ],
    ['stats.jsonl', '{"Loss/G/loss": {"num": 32, "mean": 3.5}, "timestamp": 1700000000}\n', 'jsonl'],
    ['log.jsonl', 'half a li\n{"step": 1, "loss": 2.5}\n{"step": 2, "loss": 2.4}\n', 'jsonl'],
    ['broken.csv', 'step,loss\nx,y\n1,2.5\n', 'csv'],
    [
      'offline/metrics.jsonl',
      '[{"type": "training_stats_scalar", "metric": "loss", "variant": "train", "value": 2.5, "iter": 1}]\n',
      'jsonl',
    ],
    ['history.json', '{"loss": [2.5, 2.4], "val_loss": [2.6, 2.5]}', 'jsonl'],
    ['history.json', '[\n  {"epoch": 1, "loss": 2.5},\n  {"epoch": 2, "loss": 2.4}\n]\n', 'jsonl'],
    ['ray/trial_1/result.json', '{"training_iteration": 1, "loss": 2.5, "trial_id": "a"}\n', 'ray'],
    ['checkpoint-10/trainer_state.json', '{\n  "best_metric": null,\n  "epoch": 1.0,\n', 'hf-trainer-state'],
    ['golden.json', '{\n  "lm loss": {\n    "start_step": 1,\n', 'jsonl'],
    ['journal.log', '{"op_code":0,"worker_id":"w","study_name":"s"}\n', 'optuna'],
    ['train.txt', 'loading\nstep 1: loss 2.5\n', 'text'],
    ['slurm-123.out', 'starting\n', 'text'],
    ['train.log', 'Namespace(lr=0.1)\n', 'text'],
    ['whatever', 'epoch 1 | loss 2.5 | lr 0.1\n', 'text'],
  ])('%s is found by its content', (path, text, format) => {
    expect(detect(path, text)).toBe(format);
  });

  it('is found in UTF-16, as PowerShell writes it', () => {
    const bytes = Uint8Array.from(Buffer.from('\ufeffstep 1: loss 2.5\r\n', 'utf16le'));
    expect(detectFormat('out.txt', bytes)?.format).toBe('text');
  });
});

describe('what is no log', () => {
  it.each([
    ['train.py', 'for step in range(10):\n    print(f"step {step}: loss {loss}")\nstep 1: loss 2.5\n'],
    ['curves.ts', 'const epoch = 1, loss = 2;\nstep,loss\n1,2.5\n'],
    ['positions.csv', 'step,x,y\n0,0.5,0.25\n'],
    ['activity.csv', 'Date,Steps,Calories\n2024-01-01,10432,2300\n'],
    ['pnl.csv', 'Year,Profit/Loss\n2020,50\n'],
    ['workflow.jsonl', '{"step": 1, "x": 120, "y": 44}\n'],
    ['README.md', '```\nstep 0: train loss 3.0590, val loss 3.0916\n```\n'],
    ['package.json', '{\n  "name": "x",\n  "version": "1.0.0"\n}\n'],
    ['package.json', '{"name":"x","version":"1.0.0","loss":"no"}'],
    ['tsconfig.json', '{ "compilerOptions": { "target": "ES2022" } }\n'],
    ['package-lock.json', '{\n  "lockfileVersion": 3\n}\n'],
    ['hparams.yaml', 'batch: 64\nlr: 0.002\nloss: mse\n'],
    ['flushes.csv', 'seconds,bytes\n0.440,64\n0.904,129\n'],
    ['laira.json', '{\n  "tasks": [{ "name": "a", "target": 0.5, "deadline": "2h" }]\n}\n'],
    ['laira-control.json', '{"version":1,"running":"a","slice":5}\n'],
    ['people.csv', 'id,name,age\n1,Ann,5\n'],
    ['cities.tsv', 'city\tpopulation\nBern\t134000\n'],
    ['labels.jsonl', '{"id": 1, "label": 0, "text": "loss of words"}\n'],
    ['notes.txt', 'Buy milk.\nCall Ann at 5.\n'],
    ['requirements.txt', 'torch==2.1.0\nnumpy>=1.20\n'],
    ['data.csv', '0.1,0.2\n0.3,0.4\n'],
    ['picture.png', '\u0089PNG\r\n\u001a\n\u0000\u0000'],
    ['empty', ''],
    ['empty.json', '{}'],
    ['eval.csv', 'question,answer\n"What is loss?",5\n'],
  ])('%s', (path, text) => {
    expect(detect(path, text)).toBeUndefined();
  });
});

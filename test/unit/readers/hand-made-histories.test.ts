import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/readers/csv.js';
import { jsonHistory } from '../../../src/readers/json-history.js';
import { JsonlReader } from '../../../src/readers/jsonl-reader.js';
import type { ReaderDefinition } from '../../../src/readers/reader.js';
import { detectFormat } from '../../../src/readers/registry.js';
import { readText, settled, shortly } from './read-text.js';

const score = (definition: ReaderDefinition, path: string, text: string): number =>
  definition.detect(path, new TextEncoder().encode(text));

/** What is read of a file that its reader takes for its own; undefined where it does not. */
function read(definition: ReaderDefinition, path: string, text: string): string[] | undefined {
  if (score(definition, path, text) === 0) return undefined;
  const { events, problems } = readText(definition.create(path), text);
  expect(problems).toEqual([]);
  return shortly(events);
}

describe('tables that scripts write by hand', () => {
  it.each([
    ['a loss alone', 'loss.csv', 'loss\n0.75\n0.5\n', ['loss=0.75@?', 'loss=0.5@?']],
    ['a loss of two words', 'a.csv', 'Train Loss\n0.75\n', ['Train Loss=0.75@?']],
    ['a value in a file named for a loss', 'val_loss.csv', 'step,value\n1,2.5\n', ['val_loss=2.5@1']],
    ['a value in any other file', 'a.csv', 'step,value\n1,2.5\n', ['value=2.5@1']],
    [
      'a step in the epoch beside the one of the training',
      'loss.csv',
      'epoch,step,global_step,loss\n1,200,199,2.5\n2,100,349,2.25\n',
      ['epoch=1@199', 'step=200@199', 'loss=2.5@199', 'epoch=2@349', 'step=100@349', 'loss=2.25@349'],
    ],
    [
      'a chart of several runs over an axis of any name',
      'wandb_export.csv',
      '"train/epochs_seen","mild-sun-1 - loss","calm-sea-2 - loss"\n"1","2.5","2.75"\n"2","2","2.25"\n',
      [
        'mild-sun-1: loss=2.5@1',
        'calm-sea-2: loss=2.75@1',
        'mild-sun-1: loss=2@2',
        'calm-sea-2: loss=2.25@2',
      ],
    ],
    [
      'a chart over time, which is no step',
      'wandb_export.csv',
      '"Relative Time (Wall)","mild-sun-1 - loss"\n"1","2.5"\n',
      ['Relative Time (Wall)=1@?', 'mild-sun-1: loss=2.5@?'],
    ],
  ])('%s', (_, path, text, expected) => {
    expect(read(csv, path, text)).toEqual(expected);
  });

  it.each([
    ['compare models', 'results.csv', 'Model,Train Loss,Accuracy\nsmall,0.5,0.75\nlarge,0.25,0.875\n'],
    ['hold one column that is no loss', 'scores.csv', 'score\n0.5\n0.75\n'],
    ['are no table by their name', 'train.log', 'loss\n0.5\n'],
  ])('are none where they %s', (_, path, text) => {
    expect(read(csv, path, text)).toBeUndefined();
  });

  it('are tables still where the rows start with a phase, or a moment', () => {
    expect(read(csv, 'a.csv', 'part,loss\ntrain,0.5\nval,0.75\n')).toEqual(['loss=0.5@?', 'loss=0.75@?']);
    expect(read(csv, 'a.csv', 'when,loss\n2024-05-01 10:00:00,0.5\n')).toEqual(['loss=0.5@?']);
  });
});

describe('histories that scripts write as JSON', () => {
  it.each([
    ['numbers in a file named for a loss', 'losses.json', '[2.5, 1.5e0]', ['losses=2.5@0', 'losses=1.5@1']],
    [
      'lists behind single settings',
      'log.json',
      '{"epochs_planned": 3, "model": "tiny", "loss_step": [2.5, 1.5]}',
      ['loss_step=2.5@0', 'loss_step=1.5@1'],
    ],
    [
      'lists within an object, beside settings that are lists',
      'history.json',
      '{\n "config": {"betas": [0.9, 0.99]},\n "history": {"train_loss": [2.5, 1.5], "val_loss": [2.75]}\n}',
      ['train_loss=2.5@0', 'train_loss=1.5@1', 'val_loss=2.75@0'],
    ],
    [
      'lists of several folds, which are a run each',
      'history.json',
      '{"fold1": {"loss": [2.5, 1.5]}, "fold2": {"loss": [2.75]}}',
      ['fold1: loss=2.5@0', 'fold1: loss=1.5@1', 'fold2: loss=2.75@0'],
    ],
    [
      'lists of the phases of one run',
      'history.json',
      '{"train": {"loss": [2.5], "acc": [0.5]}, "val": {"loss": [2.75]}}',
      ['loss=2.5@0', 'acc=0.5@0', 'val/loss=2.75@0'],
    ],
    [
      'lists of which one is of epochs by its name, but none that counts them',
      'history.json',
      '{"acc_epoch": [0.5, 0.75], "loss": [2.5, 1.5]}',
      ['acc_epoch=0.5@0', 'acc_epoch=0.75@1', 'loss=2.5@0', 'loss=1.5@1'],
    ],
    [
      'records within an object',
      'log.json',
      '{"device": "cpu", "epochs": [{"epoch": 1, "loss": 2.5}, {"epoch": 2, "loss": 1.5}]}',
      ['loss=2.5@1', 'loss=1.5@2'],
    ],
    [
      'numbers by their place, as pandas writes them',
      'history.json',
      '{"accuracy":{"0":0.5,"1":0.75},"loss":{"0":2.5,"1":null,"2":1.5}}',
      ['accuracy=0.5@0', 'accuracy=0.75@1', 'loss=2.5@0', 'loss=1.5@2'],
    ],
  ])('%s', (_, path, text, expected) => {
    expect(read(jsonHistory, path, text)).toEqual(expected);
  });

  it.each([
    ['numbers in a file of another name', 'scores.json', '[2.5, 1.5]'],
    ['lists of settings', 'config.json', '{"optimizer": {"betas": [0.9, 0.99]}, "loss": "l2"}'],
    ['results of several models', 'results.json', '{"models": [{"name": "small", "loss": 0.5}]}'],
  ])('%s are none', (_, path, text) => {
    expect(read(jsonHistory, path, text)).toBeUndefined();
  });
});

describe('histories that scripts write as Python prints them', () => {
  const lists = "{'loss': [2.5, 1.5, nan], 'val_loss': [2.75, np.float64(1.75), -inf]}";
  const expected = [
    ...['loss=2.5@0', 'loss=1.5@1', 'loss=NaN@2'],
    ...['val_loss=2.75@0', 'val_loss=1.75@1', 'val_loss=-Infinity@2'],
  ];

  it.each(['history.json', 'history.txt', 'train.log', 'history'])('in a file of any name: %s', (path) => {
    expect(read(jsonHistory, path, lists)).toEqual(expected);
    expect(detectFormat(path, new TextEncoder().encode(lists))).toBe(jsonHistory);
  });

  it.each([
    [
      'within a dictionary, over lines',
      "{'params': {'epochs': 3, 'verbose': None},\n 'history': {'acc': [0.5],\n  'loss': [2.5, 1.5]}}\n",
      ['acc=0.5@0', 'loss=2.5@0', 'loss=1.5@1'],
    ],
    [
      'as records',
      "[{'epoch': 1, 'loss': 2.5, 'best': True, 'note': None},\n {'epoch': 2, 'loss': nan, 'best': False}]",
      ['loss=2.5@1', 'loss=NaN@2'],
    ],
    [
      'with quotes in names',
      `{'the "loss"': [2.5], "Bob's loss": [1.5]}`,
      ["the 'loss'=2.5@0", "Bob's loss=1.5@0"],
    ],
  ])('%s', (_, text, found) => {
    expect(read(jsonHistory, 'history.txt', text)).toEqual(found);
  });

  it('up to where they were cut', () => {
    const { events, problems } = readText(
      jsonHistory.create('a.txt'),
      "{'loss': [2.5, 1.5], 'val_loss': [2.75, 1.",
    );
    expect(shortly(events)).toEqual(['loss=2.5@0', 'loss=1.5@1', 'val_loss=2.75@0']);
    expect(problems).toMatchObject([{ kind: 'truncated', place: 1 }]);
  });

  it.each([
    ['source code', 'train.py', lists],
    ['a log of dictionaries', 'train.log', "{'loss': 2.5, 'epoch': 1.0}\n{'loss': 1.5, 'epoch': 2.0}\n"],
    ['settings', 'config.txt', "{'loss': ['mse', 'mae'], 'betas': [0.9, 0.99]}"],
  ])('%s are none', (_, path, text) => {
    expect(read(jsonHistory, path, text)).toBeUndefined();
  });
});

describe('a phase of the training', () => {
  const lines = (phase: string, name: string): string[] =>
    shortly(readText(new JsonlReader('.'), `{"epoch": 1, "phase": "${phase}", "${name}": 0.5}\n`).events);

  it.each([
    ['warmup', 'train_loss', 'train_loss=0.5@1'],
    ['warmup', 'val_loss', 'val_loss=0.5@1'],
    ['warmup', 'loss', 'warmup/loss=0.5@1'],
    ['val', 'train_loss', 'val/train_loss=0.5@1'],
    ['val', 'loss', 'val/loss=0.5@1'],
  ])('%s keeps apart what does not say itself what it is of: %s', (phase, name, expected) => {
    expect(lines(phase, name)).toEqual([expected]);
  });
});

describe('steps that are a length', () => {
  const lines = (name: string, ...steps: readonly number[]): string[] =>
    shortly(
      settled(
        readText(
          new JsonlReader('.'),
          steps.map((count, i) => `{"${name}": ${count}, "epoch": ${i + 1}, "loss": 0.5}\n`).join(''),
        ).events,
      ),
    ).filter((event) => event.startsWith('loss'));

  it.each(['steps', 'step', 'global_step'])('are no steps in JSON lines: %s', (name) => {
    expect(lines(name, 500, 500, 500, 500)).toEqual(['loss=0.5@1', 'loss=0.5@2', 'loss=0.5@3', 'loss=0.5@4']);
    expect(lines(name, 100, 200, 300)).toEqual(['loss=0.5@100', 'loss=0.5@200', 'loss=0.5@300']);
    expect(lines(name, 500, 500)).toEqual(['loss=0.5@500', 'loss=0.5@500']);
  });

  it('are none where every phase has its line', () => {
    const text = [1, 2, 3]
      .map((epoch) =>
        ['train', 'val'].map((mode) => `{"step":9,"epoch":${epoch},"mode":"${mode}","loss":1}\n`),
      )
      .flat()
      .join('');
    const { events } = readText(new JsonlReader('.'), text);
    expect(shortly(settled(events)).filter((event) => event.includes('loss'))).toEqual([
      ...['loss=1@1', 'val/loss=1@1', 'loss=1@2', 'val/loss=1@2', 'loss=1@3', 'val/loss=1@3'],
    ]);
  });

  it('are none in a history', () => {
    const history = (steps: string): string[] | undefined =>
      read(jsonHistory, 'a.json', `{"steps": [${steps}], "loss": [2.5, 1.5, 0.5]}`);
    expect(history('10, 20, 30')).toEqual(['loss=2.5@10', 'loss=1.5@20', 'loss=0.5@30']);
    expect(history('10, 10, 10')?.slice(3)).toEqual(['loss=2.5@0', 'loss=1.5@1', 'loss=0.5@2']);
  });
});

describe('a record of settings', () => {
  it.each([
    ['{"event": "config", "lr": 0.5, "num_layers": 2}', []],
    ['{"type": "hparams", "max_epochs": 3, "dropout": 0.5}', []],
    ['{"event": "config", "step": 1, "lr": 0.5}', ['lr=0.5@1']],
    ['{"event": "progress", "lr": 0.5}', ['lr=0.5@?']],
  ])('has no results unless it has a step: %s', (line, expected) => {
    const { events } = readText(new JsonlReader('.'), `${line}\n`);
    expect(shortly(events.filter(({ kind }) => kind === 'scalar'))).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/readers/csv.js';
import { catboost } from '../../../src/readers/catboost.js';
import { CsvReader } from '../../../src/readers/csv-reader.js';
import { readText, settled, shortly } from './read-text.js';

const read = (text: string): ReturnType<typeof readText> => readText(new CsvReader(), text);
const events = (text: string): string[] => shortly(read(text).events);

describe("CatBoost's tables", () => {
  const table = 'iter\tLogloss\tAUC\n0\t0.69\t0.5\n';

  it('are told apart by their names: those of the test set do not mix into the training', () => {
    const from = (path: string): string[] => shortly(readText(catboost.create(path), table).events);
    expect(from('a/catboost_info/learn_error.tsv')).toEqual(['Logloss=0.69@0', 'AUC=0.5@0']);
    expect(from('a/catboost_info/test_error.tsv')).toEqual(['test/Logloss=0.69@0', 'test/AUC=0.5@0']);
  });
});

describe('a table of metrics', () => {
  it('prefers the step to the epoch, and keeps the epoch as a value', () => {
    expect(events('epoch,step,train_loss,val_loss\n0,49,2.5,\n0,99,,2.25\n')).toEqual([
      'epoch=0@49',
      'train_loss=2.5@49',
      'epoch=0@99',
      'val_loss=2.25@99',
    ]);
  });

  it('uses the epoch where there is no step', () => {
    expect(events('epoch,loss\n0,2.5\n1,1.5\n')).toEqual(['loss=2.5@0', 'loss=1.5@1']);
  });

  it('keeps non-finite values and passes over missing ones', () => {
    expect(events('step,loss\n1,nan\n2,NA\n3,inf\n4,\n5,-Infinity\n6,None\n')).toEqual([
      'loss=NaN@1',
      'loss=Infinity@3',
      'loss=-Infinity@5',
    ]);
  });

  it('trims padded names and values', () => {
    expect(events('      epoch,   train/box_loss\n          0,          0.06619\n')).toEqual([
      'train/box_loss=0.06619@0',
    ]);
  });

  it('reads rows that are shorter than the header', () => {
    expect(events('epoch,train_loss,eval_loss,lr\n0,2.5\n1,2.0,1.9,0.1\n')).toEqual([
      'train_loss=2.5@0',
      'train_loss=2@1',
      'eval_loss=1.9@1',
      'lr=0.1@1',
    ]);
  });

  it('leaves out rows that are longer, and says so', () => {
    const { events: found, problems } = read('step,loss\n1,2.5\n2,2.4,9\n3,2.3\n4,2.2,\n');
    expect(shortly(found)).toEqual(['loss=2.5@1', 'loss=2.3@3', 'loss=2.2@4']);
    expect(problems).toEqual([
      { kind: 'malformed-line', place: 3, message: expect.stringContaining('3 fields') as string },
    ]);
  });

  it('steps over a header that comes again, and takes a changed one over', () => {
    expect(events('epoch,loss\n0,2.5\nepoch,loss\n0,2.4\nepoch,loss,lr\n1,2.3,0.1\n')).toEqual([
      'loss=2.5@0',
      'loss=2.4@0',
      'loss=2.3@1',
      'lr=0.1@1',
    ]);
  });

  it.each([
    [';', 'epoch;loss\n0;2,5\n'],
    ['tab', 'epoch\tloss\n0\t2.5\n'],
    ['|', 'epoch|loss\n0|2.5\n'],
  ])('finds the separator %s', (_name, text) => {
    expect(events(text)).toEqual(['loss=2.5@0']);
  });

  it('reads quoted fields, also over lines, and passes over lists', () => {
    const text = 'epoch,"the loss",classes\n"0","2.5","[0.1, 0.2]"\n1,2.25,"[0.3,\n 0.4]"\n2,2.125,""\n';
    expect(events(text)).toEqual(['the loss=2.5@0', 'the loss=2.25@1', 'the loss=2.125@2']);
  });

  it('shows rows behind a mistaken quote soon', () => {
    const reader = new CsvReader();
    const { events: found } = reader.push(new TextEncoder().encode('step,loss\n"oops,1\n1,2.5\n2,2.25\n'));
    expect(shortly(found)).toEqual(['loss=2.5@1', 'loss=2.25@2']);
  });

  it('recovers from a quote that is never closed', () => {
    const rows = Array.from({ length: 100 }, (_, step) => `${step},1.5`).join('\n');
    const { events: found, problems } = read(`step,loss\n"oops,2.5\n${rows}\n`);
    expect(found).toHaveLength(100);
    expect(problems.map(({ kind, place }) => [kind, place])).toEqual([['malformed-line', 2]]);
  });

  it('takes seconds and milliseconds since 1970 and dates for the time, but no seconds since the start', () => {
    const times = (text: string): (number | undefined)[] =>
      read(text).events.map((event) => (event.kind === 'scalar' ? event.wallTime : undefined));
    expect(times('step,loss,timestamp\n1,2.5,1700000000.5\n')).toEqual([1700000000.5]);
    expect(times('timestamp\tstep\tloss\n1700000000500\t1\t2.5\n')).toEqual([1700000000.5]);
    expect(times('time,step,loss\n2023-11-14T22:13:20Z,1,2.5\n')).toEqual([1700000000]);
    expect(events('epoch,time,loss\n1,12.5,2.5\n')).toEqual(['time=12.5@1', 'loss=2.5@1']);
  });

  it('tells where the run ends', () => {
    expect(events('step,total_steps,loss\n1,100,2.5\n2,100,2.4\n')).toEqual([
      'until 100',
      'loss=2.5@1',
      'loss=2.4@2',
    ]);
  });

  it('takes the runs from the header of an export of the Weights & Biases pages', () => {
    const text = '"Step","red - loss","red - loss__MIN","blue - loss"\n"4","12.5","12.5","11"\n';
    expect(events(text)).toEqual(['red: loss=12.5@4', 'red: loss__MIN=12.5@4', 'blue: loss=11@4']);
  });

  it('makes a run of every curve in a table of curves', () => {
    const text = 'Domain,Task,Model,Seen Examples,Loss,Training\nNMT,ppl,"6 Enc, 6 Dec",500000.0,0.93,1\n';
    expect(events(text)).toEqual(['NMT ppl | 6 Enc, 6 Dec: Loss=0.93@500000']);
  });

  it('says where a step is no number', () => {
    const { problems } = read('step,loss\nabc,2.5\n');
    expect(problems[0]?.message).toBe(
      'Line 2 has "abc" where the column "step" needs a number; the line is left out.',
    );
  });

  it('says where a number is a text, but bears columns of texts', () => {
    const { events: found, problems } = read('step,loss,state\n1,2.5,ok\n2,oops,ok\n3,2.25,bad\n');
    expect(shortly(found)).toEqual(['loss=2.5@1', 'loss=2.25@3']);
    expect(problems.map(({ place, message }) => [place, message])).toEqual([
      [3, 'Line 3 has "oops" where the column "loss" has numbers; the value is left out.'],
    ]);
  });

  it('says where the names of the columns are missing', () => {
    expect(read('0,2.5\n1,2.4\n').problems[0]).toMatchObject({ kind: 'malformed-line', place: 1 });
  });

  it('passes over comments before the header', () => {
    expect(events('#{"t_start": 1.5}\nstep,loss\n1,2.5\n')).toEqual(['loss=2.5@1']);
  });
});

describe('tables of more kinds', () => {
  const losses = (text: string): string[] => events(text).filter((event) => /^(?:G_L1|\w*loss)=/.test(event));

  it('count on where the step starts anew with every epoch', () => {
    expect(losses('epoch, iters, G_L1\n1, 100, 3.5\n1, 200, 3.25\n2, 100, 3.0\n')).toEqual([
      'G_L1=3.5@100',
      'G_L1=3.25@200',
      'G_L1=3@301',
    ]);
    expect(losses('epoch,step,loss\n0,99,0.5\n1,99,0.4\n1,150,0.3\n')).toEqual([
      'loss=0.5@99',
      'loss=0.4@99',
      'loss=0.3@150',
    ]);
  });

  it('are read by the episode, whose steps are its length', () => {
    expect(losses('episode,steps,last_loss\n1,50,0.5\n2,40,0.4\n')).toEqual([
      'last_loss=0.5@1',
      'last_loss=0.4@2',
    ]);
  });

  it.each([
    ['beside an epoch', 'epoch,steps,loss', '1,500,0.5 2,500,0.4 3,500,0.3 4,500,0.2', [1, 2, 3, 4]],
    ['under another name', 'step,loss,epoch', '500,0.5,0 500,0.4,1 500,0.3,2 500,0.2,3', [0, 1, 2, 3]],
    ['beside another that stays, too', 'epoch,step,loss', '1,500,0.5 1,500,0.4 1,500,0.3', '???'],
    ['alone', 'steps,loss', '500,0.5 500,0.4 500,0.3', '???'],
    ['that is the epoch', 'epoch,loss', '1,0.5 1,0.4 1,0.3 1,0.2', '????'],
  ])('are not read by a position that never changes, %s', (_, header, rows, steps) => {
    const { events: found, problems } = read(`${header}\n${rows.replaceAll(' ', '\n')}\n`);
    expect(problems).toEqual([]);
    const told = shortly(settled(found)).filter((event) => event.startsWith('loss'));
    expect(told.map((event) => event.replace(/.*@/, ''))).toEqual(Array.from(steps, String));
  });

  it('are read by a position that moves after all', () => {
    const rows = (...steps: readonly number[]): string[] => {
      const { events: found } = read(`step,part,loss\n${steps.map((step) => `${step},a,0.5\n`).join('')}`);
      return shortly(settled(found)).map((event) => event.replace(/.*@/, ''));
    };
    // Then the step is a value as the loss is.
    expect(rows(1, 1, 1, 1)).toEqual(Array.from({ length: 8 }, () => '?'));
    expect(rows(1, 1, 1, 1, 2, 2, 2, 2)).toEqual(['1', '1', '1', '1', '2', '2', '2', '2']);
  });

  it('tell their rows at once, and again where a position turns out to be none', () => {
    expect(events('epoch,step,loss\n1,500,0.5\n2,500,0.4\n')).toEqual([
      ...['epoch=1@500', 'loss=0.5@500', 'epoch=2@500', 'loss=0.4@500'],
    ]);
    expect(events('epoch,step,total_epochs,loss\n1,5,9,0.5\n2,5,9,0.4\n3,5,9,oops\n4,5,9,0.2\n')).toEqual([
      ...['epoch=1@5', 'total_epochs=9@5', 'loss=0.5@5', 'epoch=2@5', 'total_epochs=9@5', 'loss=0.4@5'],
      ...['epoch=3@5', 'total_epochs=9@5', 'epoch=4@5', 'total_epochs=9@5', 'loss=0.2@5'],
      ...['again epoch total_epochs loss', 'until 9'],
      ...['step=5@1', 'loss=0.5@1', 'step=5@2', 'loss=0.4@2', 'step=5@3', 'step=5@4', 'loss=0.2@4'],
    ]);
  });

  it('are read by `steps` that count, also where a step has a row for every phase', () => {
    expect(losses('steps,loss,val_loss\n100,0.5,\n100,,0.6\n200,0.4,\n200,,0.5\n')).toEqual([
      'loss=0.5@100',
      'val_loss=0.6@100',
      'loss=0.4@200',
      'val_loss=0.5@200',
    ]);
  });

  it('may have one value a row, with its metric and its run beside it', () => {
    expect(
      events(
        '"Run","metric","step","timestamp","value"\n"a","loss","10","1700000000000","2.5"\n"b","acc","10","","0.5"\n',
      ),
    ).toEqual(['a: loss=2.5@10', 'b: acc=0.5@10']);
    expect(events('step,tag,value\n1,train/loss,2.5\n')).toEqual(['train/loss=2.5@1']);
  });

  it("of TensorBoard's export are named by their file", () => {
    const reader = csv.create('/downloads/run-train-tag-epoch_loss.csv');
    expect(shortly(readText(reader, 'Wall time,Step,Value\n1700000000.5,0,2.5\n').events)).toEqual([
      'epoch_loss=2.5@0',
    ]);
  });
});

describe('a table without a last line end', () => {
  it('is read whole where the last value has the form of those before it', () => {
    const { events: found, problems } = read('step,loss\n1,2.5000\n2,2.4000');
    expect(shortly(found)).toEqual(['loss=2.5@1', 'loss=2.4@2']);
    expect(problems).toEqual([]);
  });

  it('loses a last value that may be cut, and says so', () => {
    const { events: found, problems } = read('step,acc,loss\n1,0.5,2.5000\n2,0.6,2.4');
    expect(shortly(found)).toEqual(['acc=0.5@1', 'loss=2.5@1', 'acc=0.6@2']);
    expect(problems).toMatchObject([{ kind: 'truncated', place: 3 }]);
  });

  it('may have the step last', () => {
    expect(events('loss,step\n2.5,10\n2.4,20')).toEqual(['loss=2.5@10', 'loss=2.4@20']);
    expect(read('loss,step\n2.5,10\n2.4,2').problems).toHaveLength(1);
  });

  it('is read whole where a closing quote proves it', () => {
    expect(events('"step","loss"\n"1","2.5000"\n"2","2.4"')).toEqual(['loss=2.5@1', 'loss=2.4@2']);
  });

  it('may end within a quoted field', () => {
    expect(read('"step","loss"\n"1","2.5').problems).toMatchObject([{ kind: 'truncated', place: 2 }]);
  });
});

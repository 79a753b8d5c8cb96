import { describe, expect, it } from 'vitest';
import { hfTrainerState } from '../../../src/readers/hf-trainer-state.js';
import { jsonHistory } from '../../../src/readers/json-history.js';
import { megatronGoldenValues } from '../../../src/readers/megatron-golden-values.js';
import { readText, shortly } from './read-text.js';

describe('trainer_state.json', () => {
  const state = `{
  "epoch": 1.5,
  "global_step": 20,
  "log_history": [
    {
      "epoch": 0.5,
      "loss": 2.5,
      "note": "a } and a ]",
      "step": 10
    },
    {
      "epoch": 1.5,
      "grad_norm": NaN,
      "loss": "1.25",
      "step": 20
    },
    {
      "eval_loss": 1.5,
      "step": 20
    }
  ],
  "max_steps": 100,
  "train_batch_size": 8
}
`;
  const read = (text: string): ReturnType<typeof readText> => readText(hfTrainerState.create(''), text);

  it('holds the history and the last step', () => {
    const { events, problems } = read(state);
    expect(shortly(events)).toEqual([
      'epoch=0.5@10',
      'loss=2.5@10',
      'epoch=1.5@20',
      'grad_norm=NaN@20',
      'loss=1.25@20',
      'hidden loss@20',
      'eval_loss=1.5@20',
      'until 100',
    ]);
    expect(events.map(({ place }) => place)).toEqual([5, 5, 11, 11, 11, 11, 17, 22]);
    expect(problems).toEqual([]);
  });

  it('is read up to where it ends', () => {
    const { events, problems } = read(state.slice(0, state.indexOf('"eval_loss"')));
    expect(shortly(events)).toHaveLength(6);
    expect(problems).toMatchObject([{ kind: 'truncated', place: 18 }]);
  });

  it('may be empty, no object, or without a history', () => {
    expect(read('')).toEqual({ events: [], problems: [] });
    expect(read('[]').problems).toHaveLength(1);
    expect(read('{"max_steps": 7}').events).toMatchObject([{ kind: 'horizon', step: 7 }]);
    expect(read('{"log_history": 3}').events).toEqual([]);
  });

  it('is one document on one line as well', () => {
    expect(shortly(read('{"log_history":[{"loss":1,"step":2}],"max_steps":-1}').events)).toEqual([
      'loss=1@2',
    ]);
  });
});

describe("Megatron-LM's reference curves", () => {
  const read = (text: string): ReturnType<typeof readText> => readText(megatronGoldenValues.create(''), text);
  const document =
    '{"lm loss": {"start_step": 1, "end_step": 10, "step_interval": 5, "values": {"1": 10.5, "5": "nan"}},\n' +
    ' "iteration-time": {"start_step": 1, "end_step": 10, "step_interval": 5, "values": {"1": 2.5}}}';

  it('are read metric by metric', () => {
    expect(shortly(read(document).events)).toEqual([
      'lm loss=10.5@1',
      'lm loss=NaN@5',
      'iteration-time=2.5@1',
    ]);
  });

  it('are read up to where they end', () => {
    const { events, problems } = read(document.slice(0, document.indexOf('"5"') + 6));
    expect(shortly(events)).toEqual(['lm loss=10.5@1']);
    expect(problems).toHaveLength(1);
  });
});

describe('a history in one document', () => {
  const read = (text: string): string[] => shortly(readText(jsonHistory.create(''), text).events);

  it('may be a list of records', () => {
    expect(read('[\n {"epoch": 1, "loss": 2.5},\n {"epoch": 2, "loss": NaN}\n]')).toEqual([
      'loss=2.5@1',
      'loss=NaN@2',
    ]);
  });

  it('may be lists of values', () => {
    expect(read('{"loss": [2.5, 2.25], "val_loss": [2.75, NaN]}')).toEqual([
      'loss=2.5@0',
      'loss=2.25@1',
      'val_loss=2.75@0',
      'val_loss=NaN@1',
    ]);
    expect(read('{"step": [10, 20], "loss": [2.5, 2.25]}')).toEqual(['loss=2.5@10', 'loss=2.25@20']);
  });

  it('is read up to where it ends', () => {
    expect(readText(jsonHistory.create(''), '{"loss": [2.5, 2.2').problems).toMatchObject([
      { kind: 'truncated' },
    ]);
    expect(read('{"loss": [2.5, 2.2')).toEqual(['loss=2.5@0']);
    expect(read('[{"step": 1, "loss": 2.5}, {"step": 2, "lo')).toEqual(['loss=2.5@1']);
  });
});

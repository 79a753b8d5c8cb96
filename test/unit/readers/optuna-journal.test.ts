import { describe, expect, it } from 'vitest';
import { optunaJournal } from '../../../src/readers/optuna-journal.js';
import { readText, shortly } from './read-text.js';

const journal = [
  '{"op_code":0,"worker_id":"w","study_name":"lr","directions":[1]}',
  '{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":"2024-01-01T00:00:00.000000"}',
  '{"op_code":5,"worker_id":"w","trial_id":0,"param_name":"x","param_value_internal":1.5}',
  '{"op_code":7,"worker_id":"w","trial_id":0,"step":1,"intermediate_value":0.5}',
  '{"op_code":0,"worker_id":"w","study_name":"lr","directions":[1]}',
  '{"op_code":0,"worker_id":"w","study_name":"depth","directions":[2]}',
  '{"op_code":4,"worker_id":"w","study_id":1}',
  '{"op_code":4,"worker_id":"w","study_id":0}',
  '{"op_code":7,"worker_id":"w","trial_id":1,"step":1,"intermediate_value":NaN}',
  '{"op_code":7,"worker_id":"w","trial_id":2,"step":1,"intermediate_value":-Infinity}',
  '',
].join('\n');

it('reads the intermediate values of every trial, under its number in its study, and which way they go', () => {
  const { events, problems } = readText(optunaJournal.create(''), journal);
  expect(shortly(events)).toEqual([
    'lr/trial 0: minimise intermediate_value',
    'lr/trial 0: intermediate_value=0.5@1',
    'depth/trial 0: maximise intermediate_value',
    'depth/trial 0: intermediate_value=NaN@1',
    'lr/trial 1: minimise intermediate_value',
    'lr/trial 1: intermediate_value=-Infinity@1',
  ]);
  expect(events.map(({ place }) => place)).toEqual([4, 4, 9, 9, 10, 10]);
  expect(problems).toEqual([]);
});

it('tells no direction of a study with several objectives', () => {
  const several = journal.replaceAll('"directions":[1]', '"directions":[1,2]');
  const { events } = readText(optunaJournal.create(''), several);
  expect(shortly(events).filter((event) => event.includes('minimise'))).toEqual([]);
});

describe('trials that report nothing on their way', () => {
  const operation = (code: number, rest: string) => `{"op_code":${code},"worker_id":"w",${rest}}\n`;
  const study = (directions: string) => operation(0, `"study_name":"lr","directions":${directions}`);
  const begun = operation(4, '"study_id":0');
  const ended = (trial: number, values: string, state = 1) =>
    operation(6, `"trial_id":${trial},"state":${state},"values":${values}`);
  const told = (text: string) => shortly(readText(optunaJournal.create(''), text).events);

  it('are the points of their study, at their numbers; one that failed or was pruned is none', () => {
    const trials = [begun, ended(0, '[0.5]'), begun, ended(1, 'null', 3), begun, ended(2, '[-Infinity]')];
    expect(told(study('[1]') + trials.join(''))).toEqual([
      'lr: minimise value',
      'lr: value=0.5@0',
      'lr: value=-Infinity@2',
    ]);
  });

  it('stand in the order of their ends where several workers end them', () => {
    const trials = begun + begun + begun + ended(2, '[0.5]') + ended(0, '[0.25]') + ended(1, '[0.125]');
    expect(told(study('[1]') + trials).slice(1)).toEqual([
      'lr: value=0.5@2',
      'lr: value=0.25@3',
      'lr: value=0.125@4',
    ]);
  });

  it('are no points of it where they have curves of their own', () => {
    const reported = operation(7, '"trial_id":0,"step":1,"intermediate_value":0.75');
    expect(told(study('[2]') + begun + reported + ended(0, '[0.5]') + begun + ended(1, '[0.25]'))).toEqual([
      'lr/trial 0: maximise intermediate_value',
      'lr/trial 0: intermediate_value=0.75@1',
      'lr: maximise value',
      'lr: value=0.25@1',
    ]);
  });

  it('may be added with their values, and have one of each objective', () => {
    const added = operation(4, '"study_id":0,"state":1,"value":0.5,"values":null,"intermediate_values":{}');
    expect(told(study('[1]') + added)).toEqual(['lr: minimise value', 'lr: value=0.5@0']);
    expect(told(study('[1,2]') + begun + ended(0, '[0.5,0.25]'))).toEqual([
      'lr: values_0=0.5@0',
      'lr: values_1=0.25@0',
    ]);
  });
});

it('waits for a half-written operation', () => {
  const { problems } = readText(optunaJournal.create(''), journal.slice(0, -5));
  expect(problems).toMatchObject([{ kind: 'truncated', place: 10 }]);
});

it('is recognised by its operations', () => {
  expect(optunaJournal.detect('study.log', new TextEncoder().encode(journal))).toBeGreaterThan(0.9);
});

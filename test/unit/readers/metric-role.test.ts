import { describe, expect, it } from 'vitest';
import { chooseLossMetric, metricRole } from '../../../src/readers/metric-role.js';

describe('metricRole', () => {
  it.each([
    ['loss', 'train-loss'],
    ['Loss', 'train-loss'],
    ['train/box_loss', 'train-loss'],
    ['lm loss', 'train-loss'],
    ['trl', 'train-loss'],
    ['learn', 'train-loss'],
    ['learn_best', 'other'],
    ["training's binary_logloss", 'train-loss'],
    ["training's l2", 'other'],
    ['RCNN_CrossEntropy', 'train-loss'],
    ['Cost', 'train-loss'],
    ['l_g_pix', 'train-loss'],
    ['val_loss', 'validation-loss'],
    ['valid cost', 'validation-loss'],
    ['eval/loss', 'validation-loss'],
    ['test/lm loss value', 'validation-loss'],
    ['tel', 'validation-loss'],
    ['lr', 'learning-rate'],
    ['lr0', 'learning-rate'],
    ['learning rate', 'learning-rate'],
    ['x/lr0', 'learning-rate'],
    ['tokens/s', 'throughput'],
    ['throughput per GPU (TFLOP/s/GPU)', 'throughput'],
    ['epoch', 'epoch'],
    ['global_step', 'step'],
    ['train_step', 'step'],
    ['train_acc_epoch', 'other'],
    ['val_perplexity_step', 'other'],
    ['train_time', 'time'],
    ['elapsed time per iteration (ms)', 'time'],
    ['accuracy', 'other'],
    ['loss scale', 'other'],
    ['loss_weight', 'other'],
    ['lm loss PPL', 'other'],
    ['best_loss', 'other'],
    ['lm_loss__MIN', 'other'],
    ['policy_entropy', 'other'],
    ['Training cost', 'other'],
    ['batch_cost', 'other'],
    ['closs_count', 'other'],
  ])('%s is %s', (name, role) => {
    expect(metricRole(name)).toBe(role);
  });
});

describe('chooseLossMetric', () => {
  const choose = (...names: readonly string[]): string | undefined =>
    chooseLossMetric(names.map((name) => ({ name, points: 100 })))?.name;

  it.each([
    [['lr', 'val_loss', 'train_loss', 'loss'], 'loss'],
    [['train/loss', 'validation/loss'], 'train/loss'],
    [['loss_cls', 'total_loss', 'loss_mask'], 'total_loss'],
    [['nsp_loss', 'mlm_loss'], 'mlm_loss'],
    [['WHL1', 'CenterRegL1', 'HeatmapFocal'], 'HeatmapFocal'],
    [['RPNL1Loss', 'RCNN_CrossEntropy'], 'RCNN_CrossEntropy'],
    [['val_loss', 'accuracy'], 'val_loss'],
    [['tel', 'trl'], 'trl'],
    [['D_A', 'G_A', 'cycle_A'], 'G_A'],
    [['G_GAN', 'G_L1', 'D_real'], 'G_L1'],
    [['train', 'val', 'lr'], 'train'],
    [['train', 'loss'], 'loss'],
    [['test', 'best', 'learn'], 'learn'],
    [["valid_1's l2", "training's l2"], "training's l2"],
    [['accuracy', 'lr'], undefined],
    [[], undefined],
  ])('of %j is %j', (names, expected) => {
    expect(choose(...names)).toBe(expected);
  });

  it.each([
    [['D_loss', 'G_loss'], 'G_loss'],
    [['loss_D', 'loss_G'], 'loss_G'],
    [['dloss', 'gloss'], 'gloss'],
    [['disc_loss', 'gen_loss'], 'gen_loss'],
    [['Discriminator Loss', 'Generator Loss'], 'Generator Loss'],
    [['train disc cost', 'train gen cost'], 'train gen cost'],
    [['errD_real', 'errD', 'errG'], 'errG'],
    [['critic_loss', 'gen_loss'], 'gen_loss'],
    [['val/d_loss', 'val/g_loss'], 'val/g_loss'],
    [['Loss/D/loss.mean', 'Loss/G/loss.mean'], 'Loss/G/loss.mean'],
    [['loss/d/total', 'loss/g/mel', 'loss/g/total'], 'loss/g/total'],
    [['d_loss', 'fake_loss', 'real_loss', 'g_loss'], 'g_loss'],
    [['loss_D', 'loss_G_GAN', 'loss_G_L1', 'loss_G'], 'loss_G'],
    [['G_dis_loss', 'G_gen_loss'], 'G_gen_loss'],
    [['l_d_real', 'l_g_pix', 'l_g_gan'], 'l_g_pix'],
    [['discloss', 'aeloss'], 'aeloss'],
  ])("is the generator's among those of adversaries %j: %j", (names, expected) => {
    expect(choose(...names)).toBe(expected);
  });

  it.each([
    [['D_loss', 'G_loss', 'total_loss'], 'total_loss'],
    [['loss', 'disc_loss', 'gen_loss'], 'loss'],
    [['d_loss', 'kl_loss'], 'd_loss'],
    [['critic_loss', 'entropy_loss'], 'critic_loss'],
    [['cls_loss', 'gen_loss'], 'cls_loss'],
    [['loss_3D', 'loss_g'], 'loss_3D'],
  ])("is no generator's where there is a total, or no adversary %j: %j", (names, expected) => {
    expect(choose(...names)).toBe(expected);
  });

  it('is what the log says is minimised, and never what is maximised', () => {
    const value = { name: 'intermediate_value', points: 3 };
    const loss = { name: 'loss', points: 3 };
    expect(chooseLossMetric([loss, { ...value, direction: 'minimise' }])?.name).toBe('intermediate_value');
    expect(chooseLossMetric([{ ...value, direction: 'maximise' }])).toBeUndefined();
    expect(chooseLossMetric([{ ...loss, direction: 'maximise' }])).toBeUndefined();
    expect(chooseLossMetric([value])).toBeUndefined();
  });

  it('passes over a summary of few values', () => {
    const choice = chooseLossMetric([
      { name: 'loss', points: 1 },
      { name: 'train_loss_step', points: 1000 },
    ]);
    expect(choice?.name).toBe('train_loss_step');
  });

  it('lists what the rules rank the same, and says why in a sentence', () => {
    expect(
      chooseLossMetric([
        { name: 'train/box_loss', points: 10 },
        { name: 'train/cls_loss', points: 10 },
      ]),
    ).toEqual({
      name: 'train/box_loss',
      reason:
        '"train/box_loss" was chosen because its name ends in "loss"; of 2 such metrics it has the most values or comes first.',
      tied: ['train/cls_loss'],
    });
    expect(chooseLossMetric([{ name: 'val_loss', points: 3 }])?.reason).toMatch(/^There is no training loss/);
  });
});

import { adversaryOf, withoutGenerator } from './adversarial-loss.js';
import { nameWords } from './name-words.js';

export type MetricRole =
  'train-loss' | 'validation-loss' | 'learning-rate' | 'step' | 'time' | 'epoch' | 'throughput' | 'other';

/*
 * How a metric's name tells what it is. The first row that fits decides.
 *
 *   a word that says it is about a loss but none (weight, scale, best ...)   other
 *   a word for loss, and a word for validation                               validation-loss
 *   a word for loss, or CatBoost's "learn" alone                             train-loss
 *   lr, learning rate                                                        learning-rate
 *   a rate per second                                                        throughput
 *   epoch, unless it is what another result is the mean of (`acc_epoch`)     epoch
 *   step, iteration, update ..., unless it is what a result is of            step
 *   time, seconds, eta ...                                                   time
 *   anything else                                                            other
 */

const NO_LOSS = words(
  'scale scaler scaling weight weights coef coeff coefficient lambda alpha beta gamma type best lowest min max std ' +
    'var num count ratio smoothing ppl perplexity improved acc accuracy delta patience threshold grad norm profit packet',
);
const LOSS = words('loss losses nll objective elbo trl tel mse rmse mae bce bpb bpc crossentropy focal xent');
const COST_OF = words(
  'train avg average mean total val valid validation test dev eval g gen generator d disc discriminator',
);
const OBJECTIVE = words('mlm clm tlm mt');
const VALIDATION = words('val valid validation eval evaluation test testing dev heldout holdout tel');
const TRAINING = words('train training trl learn');
const RESULT = words(
  'acc accuracy top precision recall f ap map iou miou dice auc bleu rouge wer cer ppl perplexity psnr ssim fid ' +
    'reward rewards rew return returns grad gnorm entropy kl objective score error err train val valid eval',
);
const THROUGHPUT = words('tps throughput speed mfu hfu flops tflops fps ips sps samples tokens');
const STEP = words('step steps iter iters iteration iterations update updates batch kimg');
const TIME = words('time timestamp walltime runtime eta elapsed seconds sec secs hours dt duration ms s');

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** What a metric is, judged by its name alone. */
export function metricRole(name: string): MetricRole {
  const all = nameWords(name);
  const last = all.at(-1) ?? '';
  if (isLossName(all)) return all.some((word) => VALIDATION.has(word)) ? 'validation-loss' : 'train-loss';
  if (all.some((word) => /^lr\d*$/.test(word)) || (all.includes('learning') && all.includes('rate'))) {
    return 'learning-rate';
  }
  if (/\/s(?:ec)?$/i.test(name) || all.some((word) => THROUGHPUT.has(word))) return 'throughput';
  const isMeasured = all.some((word) => RESULT.has(word) && !TRAINING.has(word) && !VALIDATION.has(word));
  if ((last === 'epoch' || last === 'epochs') && !isMeasured) return 'epoch';
  if (STEP.has(last) && !isMeasured) return 'step';
  if (all.some((word) => TIME.has(word))) return 'time';
  return 'other';
}

/** Whether a name is one that trainings report besides losses: what counts steps alone may be any table. */
export function isTrainingResult(name: string): boolean {
  const role = metricRole(name);
  if (role === 'learning-rate' || role === 'throughput' || role.endsWith('-loss')) return true;
  return nameWords(name).some((word) => RESULT.has(word.replace(/\d+$/, '')));
}

function isLossName(all: readonly string[]): boolean {
  if (all.length === 1 && all[0] === 'learn') return true;
  if (all.some((word) => NO_LOSS.has(word))) return false;
  // `l_pix`, `l_g_gan`
  if (all[0] === 'l' && all.length > 1) return true;
  // XLM calls its losses by objective and languages: `MLM-en`, `MT-en-fr`.
  if (OBJECTIVE.has(all[0]!) && all.length > 1 && all.slice(1).every((word) => /^[a-z]{2}$/.test(word)))
    return !all.includes('lr');
  // "Cost" is a loss, "batch_cost" and "Training cost" are times.
  if (all.at(-1) === 'cost' && all.slice(0, -1).every((word) => COST_OF.has(word))) return true;
  return all.some(
    (word, index) =>
      LOSS.has(word) || word.endsWith('loss') || (word === 'entropy' && all[index - 1] === 'cross'),
  );
}

/** A metric of a run, as a candidate for the loss that the run is judged by. */
export interface LossCandidate {
  readonly name: string;
  /** Recorded values. */
  readonly points: number;
  /** Which way it is meant to go, where the log says so. */
  readonly direction?: 'minimise' | 'maximise' | undefined;
}

export interface LossChoice {
  readonly name: string;
  /** One sentence for people: why this metric. */
  readonly reason: string;
  /** Metrics that the rules rank the same; a person may prefer one of them. */
  readonly tied: readonly string[];
}

interface Preference {
  readonly says: string;
  /** @param isOfAdversaries whether the log has a loss of a discriminator as well */
  fits(all: readonly string[], isOfAdversaries: boolean): boolean;
}

/**
 * Which training loss a run is judged by, most preferred first. Every row is one rule; among names that meet the
 * same row the one with most values wins, then the one the log names first. Rows further down are components of a
 * loss, which stand for it only where the log has no total.
 */
const PREFERENCES: readonly Preference[] = [
  { says: 'it is named plainly "loss"', fits: (all) => all.length === 1 && all[0] === 'loss' },
  {
    says: 'its name says that it is the whole training loss',
    fits: isWhole,
  },
  {
    says: "it is the generator's loss",
    fits: (all, isOfAdversaries) =>
      isOfAdversaries && adversaryOf(all) === 'generator' && isWhole(withoutGenerator(all)),
  },
  {
    says: 'it is the loss of the main task by its name (language model, cross entropy, negative log likelihood)',
    fits: (all) =>
      all.some((word) => MAIN.has(word)) ||
      all.some((word, i) => word === 'cross' && all[i + 1] === 'entropy'),
  },
  {
    says: "it is a part of the generator's loss",
    fits: (all, isOfAdversaries) => isOfAdversaries && isLossName(all) && adversaryOf(all) === 'generator',
  },
  {
    says: 'its name ends in "loss"',
    fits: (all) =>
      (all.at(-1) ?? '').endsWith('loss') || (all.at(-2) === 'loss' && STATISTIC.has(all.at(-1) ?? '')),
  },
  { says: 'its name speaks of a loss', fits: isLossName },
  {
    says: 'its name is that of a distance that is minimised',
    fits: (all) => /l[12]$/.test(all.at(-1) ?? ''),
  },
  { says: 'its name is that of a loss of the generator (G_A, G_GAN, errG)', fits: isOfGenerator },
  { says: 'the log names nothing else that is of the training', fits: isOnlyTraining },
];

const WHOLE = words(
  'total all current running average avg mean step batch iter epoch sum overall final smoothed ema',
);
const MAIN = words('lm mlm clm nll ce xent crossentropy focal');
const AUXILIARY = words(
  'kl kld aux auxiliary reg regularization regularisation balance balancing router penalty z vf value critic',
);
const STATISTIC = words('mean avg average step epoch value');

/** Fewer values than this share of the busiest candidate's, and a metric is a summary rather than the curve. */
const SUMMARY_SHARE = 0.02;

/**
 * Chooses the metric that a run is judged by: a training loss if there is one, else a validation loss. What the log
 * itself says is minimised needs no rule, and what is maximised is no loss, whatever it is called.
 * @param candidates in the order in which the log names them
 * @returns undefined where no name speaks of a loss
 */
export function chooseLossMetric(candidates: readonly LossCandidate[]): LossChoice | undefined {
  const minimised = candidates.find(({ direction, points }) => direction === 'minimise' && points > 0);
  if (minimised !== undefined) {
    const reason = `"${minimised.name}" was chosen because the log says that it is minimised.`;
    return { name: minimised.name, reason, tied: [] };
  }
  const possible = candidates.filter(({ direction }) => direction !== 'maximise');
  const training = possible.filter((candidate) => isTrainingCandidate(candidate.name));
  const validation = possible.filter((candidate) => metricRole(candidate.name) === 'validation-loss');
  const pool = training.length > 0 ? training : validation;
  const most = Math.max(0, ...pool.map((candidate) => candidate.points));
  const curves = pool.filter((candidate) => candidate.points > 0 && candidate.points >= SUMMARY_SHARE * most);
  const others = curves.filter(({ name }) => adversaryOf(nameWords(name)) !== 'discriminator');
  const isOfAdversaries = others.length < curves.length;
  // A discriminator that gets better makes the generator look worse: its loss stands for the training's only alone.
  const ranked = others.some(({ name }) => !isAuxiliary(nameWords(name))) ? others : curves;
  for (const preference of PREFERENCES) {
    const fitting = ranked.filter(({ name }) => preference.fits(rankedWords(name), isOfAdversaries));
    const main = fitting.filter(({ name }) => !isAuxiliary(nameWords(name)));
    const chosen = (main.length > 0 ? main : fitting).reduce<LossCandidate | undefined>(
      (best, candidate) => (best === undefined || candidate.points > best.points ? candidate : best),
      undefined,
    );
    if (chosen === undefined) continue;
    const tied = fitting.filter((candidate) => candidate !== chosen).map((candidate) => candidate.name);
    const kind = training.length > 0 ? '' : 'There is no training loss in the log, but a validation loss. ';
    const among =
      tied.length > 0 ? `; of ${tied.length + 1} such metrics it has the most values or comes first` : '';
    return {
      name: chosen.name,
      reason: `${kind}"${chosen.name}" was chosen because ${preference.says}${among}.`,
      tied,
    };
  }
  return undefined;
}

function isTrainingCandidate(name: string): boolean {
  const role = metricRole(name);
  if (role === 'train-loss') return true;
  const all = nameWords(name);
  if (role !== 'other' || all.some((word) => VALIDATION.has(word) || NO_LOSS.has(word))) return false;
  return /l[12]$/.test(all.at(-1) ?? '') || isOfGenerator(all) || isOnlyTraining(all);
}

/** Whether a loss keeps another one in bounds, or serves it, and so stands behind all others. */
function isAuxiliary(all: readonly string[]): boolean {
  return all.some((word, i) => AUXILIARY.has(word) || (word === 'entropy' && all[i - 1] !== 'cross'));
}

function isOnlyTraining(all: readonly string[]): boolean {
  return all.length === 1 && TRAINING.has(all[0]!);
}

function isOfGenerator(all: readonly string[]): boolean {
  return all.length === 2 && (all[0] === 'g' || (all[0] === 'err' && all[1] === 'g'));
}

/** Whether a name says nothing but that it is a loss, and all of it. */
function isWhole(all: readonly string[]): boolean {
  const rest = all.filter((word) => !TRAINING.has(word) && !WHOLE.has(word));
  return rest.every((word) => word === 'loss' || word === 'cost') && all.length > 0;
}

/** The words that the preferences look at: without those that only say that a loss is the validation's. */
function rankedWords(name: string): readonly string[] {
  return nameWords(name).filter((word) => !VALIDATION.has(word));
}

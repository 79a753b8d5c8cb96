/** What a number counts, where its name says that it counts the training's progress. */
export type CounterKind = 'epoch' | 'batch' | 'step';

/** What the text before a number says about the number. */
export interface GapName {
  /** Name of the number, as the line spells it; undefined where it has none. */
  readonly name: string | undefined;
  readonly counter: CounterKind | undefined;
  /** The counter's name alone, in lower case; undefined for a metric. */
  readonly counterName: string | undefined;
  /** The phase that the names from here on belong to, where the text sets one; the training is no phase of a name. */
  readonly phase: string | undefined;
  /** Whether the name is a phase and nothing else (`Test: [ 0/391]`). */
  readonly isPhase: boolean;
  /** Whether the name is known to be no result. */
  readonly isIgnored: boolean;
  /** What the number behind a counter's is: `loss` in "loss after epoch 3: 0.5". */
  readonly subject: string | undefined;
  /** What the bracket that opens right before the name belongs to: `tot_loss` in `tot_loss[loss=0.5, …]`. */
  readonly group: string | undefined;
}

/** Words that count progress, in lower case; anything else with a number is a metric. */
const COUNTERS: ReadonlyMap<string, CounterKind> = new Map<string, CounterKind>([
  ['epoch', 'epoch'],
  ['epochs', 'epoch'],
  ['ep', 'epoch'],
  ['episode', 'epoch'],
  ['round', 'epoch'],
  ['batch', 'batch'],
  ['batches', 'batch'],
  ['minibatch', 'batch'],
  ['mini-batch', 'batch'],
  ['step', 'step'],
  ['steps', 'step'],
  ['_step', 'step'],
  ['timestep', 'step'],
  ['iter', 'step'],
  ['iters', 'step'],
  ['iteration', 'step'],
  ['iterations', 'step'],
  ['itr', 'step'],
  ['it', 'step'],
  ['n_iter', 'step'],
  ['num_updates', 'step'],
  ['update', 'step'],
  ['updates', 'step'],
  ['up', 'step'],
  ['current_steps', 'step'],
  ['época', 'epoch'],
  ['epoca', 'epoch'],
  ['époque', 'epoch'],
  ['epoche', 'epoch'],
  ['iteración', 'step'],
  ['iteração', 'step'],
  ['itération', 'step'],
  ['эпоха', 'epoch'],
  ['轮次', 'epoch'],
]);

/** Words that a phase is called by; where a line sets one, the names after it belong to it. */
const PHASE =
  '(?:train(?:ing)?|val(?:id(?:at(?:ion|ing))?)?|eval(?:uat(?:ion|ing))?|test(?:ing)?|dev(?:elopment)?|cv|crossval(?:idation)?)';
const PHASE_LABEL = new RegExp(
  `(?:^|[^\\w])(${PHASE})(?: (?:set|results?|metrics|stats))?\\s*[:|\\]>)-]+\\s*\\(?$`,
  'i',
);
const MENTIONED_PHASE = new RegExp(`\\b(${PHASE})\\b`, 'i');
const PHASE_ANNOUNCED = new RegExp(`(?:^|[\\s|:\\]>-])(${PHASE})\\s*[.:!…=*-]*\\s*$`, 'i');
/**
 * A phase between marks of its own: `[val] name "default" | step 48`, `Epoch 0 | Validation | Elapsed Time: `,
 * `INFO - val, rank: 0`.
 */
const PHASE_TAG = new RegExp(`[[|]\\s*(${PHASE})\\s*[\\]|]|(?:- |[:=] ?)(${PHASE}), `, 'i');
/** `] [` and `: [` say nothing. */
const LONGEST_LABEL = 4;
/** `Train Epoch`, `global_step`, `batch_idx`, `Epoch(val)`, `step/max_steps`: phase, kind of counter, counter, phase. */
const COUNTER_NAME = new RegExp(
  `^(?:(${PHASE})[ _-]?)?(?:(cur(?:rent)?|global|total|completed|finished|learning|optimizer|acc)[ _-])?` +
    `(${[...COUNTERS.keys()].join('|')})(?:[ _-]?(?:index|idx|num(?:ber)?|no|id|#))?(?:\\((\\w+)\\))?(?:/(?:max|total)\\w*)?$`,
  'i',
);
/** Counters that count through the whole training, whatever else a line counts. */
const WHOLE_TRAINING = /(?:^|\+)(?:(?:global|acc) |num_updates)/;
/** "Training loss at step 100: 0.5" names the number behind the counter's. */
const SUBJECT = /^(.+?) (?:at|after|in|for|on)(?: the)?(?: end of)? (\w+)$/;
const WHOLE_PHASE = new RegExp(`^${PHASE}$`, 'i');
const TRAINING = /^train/i;

/** Names that stand before a number without being a result: the rest of a time, a version, a device. */
const IGNORED: ReadonlySet<string> = new Set(['eta', 'v_num', 'cuda', 'gpu', 'device', 'rank', 'pid']);

/**
 * Without `=` or `:` a name is only believed if its last word is one that metrics end in, or a separator stands
 * right before it: prose is full of words before numbers.
 */
const METRIC_WORD =
  /(?:loss|losses|ppl|perplexity|lr|rate|acc|accuracy|acc@\d+|bleu|norm|gnorm|error|err|nll|score|throughput|time|mfu|cost|speed|entropy|reward|return|kl|elbo|f1|map|iou|auc|bp[cb]|[wc]er|mse|mae)$/i;

/** Words of a sentence, none of which is in a metric's name. */
const PROSE: ReadonlySet<string> = new Set(
  'a an the of with and or at from for in to is was on by as'.split(' '),
);

/** `avg loss so far is 0.5` */
const COPULA = / (?:so far )?is$/i;
/** `Loss at epoch 0 and iteration 500 is 0.5`: a second counter, then the value of what the first one's text named. */
const AND_COUNTER = /^,? and \w+\s*:?\s*$/;

/** `Val. Loss`, `Avg. loss` */
const ABBREVIATION = /(?:^|[^\w])(?:tr|train|val|valid|eval|avg|acc)$/i;
const NOT_OF_NAME = /\/s(?:ec)?$|^(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL)$/;
/** Arguments of a command (`--loss=0.5`, `-DLOSS=0.5`) and of an address (`&loss=0.5`) are no results. */
const ARGUMENT = /(?:^| )(?:--[A-Za-z]|-D\w)[^ ]*$|^[^ ]*&\w+$/;
const CALL = /(?:tensor|(?:np|numpy|jnp|torch)\.\w+|array)$/;
const GROUP = /[A-Za-z]\w*$/;
const LAST_WORD = /(\w+)[\s.:]*$/;
const LEADING = /^[\s.\-*/#+%&@]+/;
const LETTER = /\p{L}/u;
const LONGEST_BARE_NAME = 4;
const LONGEST_NAME = 6;

const NOTHING: GapName = {
  name: undefined,
  counter: undefined,
  counterName: undefined,
  phase: undefined,
  isPhase: false,
  isIgnored: false,
  subject: undefined,
  group: undefined,
};

/**
 * Reads the name of a number from the gap: the text between the number before (or the line's start) and it.
 * The gap of `lr=0.1, train loss: 2.3`'s second number is `, train loss: `.
 */
export function readGap(gap: string): GapName {
  const said = nameIn(gap);
  if (said.phase !== undefined) return said;
  const match = PHASE_TAG.exec(gap);
  const tag = match?.[1] ?? match?.[2];
  return tag === undefined || isTraining(tag) ? said : { ...said, phase: tag };
}

function nameIn(gap: string): GapName {
  let at = skipOpening(gap, gap.length - 1);
  if (gap.charAt(at) === '(') {
    // A number in parentheses has no name of its own, but `tensor(2.3)` and `np.float64(2.3)` are one's value.
    const before = gap.slice(0, at);
    const call = CALL.exec(before);
    if (call === null) return counterBefore(before);
    at = skipOpening(gap, at - call[0].length - 1);
  }
  if (at < 0) return NOTHING;
  const separator = separatorLength(gap, at);
  let end = skipOpening(gap, at - separator) + 1;
  // `Ep. 1 : Up. 100`: the full stop of an abbreviation is not part of its name.
  if (gap.charAt(end - 1) === '.' && LETTER.test(gap.charAt(end - 2))) end -= 1;
  const start = nameStart(gap, end);
  const spelled = gap.slice(start, end);
  if (gap.charAt(start - 1) === '?' || ARGUMENT.test(spelled)) return NOTHING;
  const full = spelled.replace(LEADING, '');
  if (!LETTER.test(full)) return NOTHING;
  const name = separator > 0 ? assignedName(full) : bareName(gap, start, full);
  if (name === undefined) return NOTHING;
  const label = start < 4 ? undefined : PHASE_LABEL.exec(gap.slice(0, start))?.[1];
  const subject = separator > 0 || name === full ? undefined : SUBJECT.exec(full)?.[1];
  const group = gap.charAt(start - 1) === '[' ? GROUP.exec(gap.slice(0, start - 1))?.[0] : undefined;
  const said = described(name, label, subject);
  return group === undefined ? said : { ...said, group };
}

/** `Step... (500 | Loss: 5.4`: only a counter has its number in parentheses. */
function counterBefore(text: string): GapName {
  const word = LAST_WORD.exec(text)?.[1];
  return word !== undefined && COUNTER_NAME.test(word) ? described(word, undefined, undefined) : NOTHING;
}

function described(name: string, label: string | undefined, subject: string | undefined): GapName {
  const parts = COUNTER_NAME.exec(name);
  if (parts === null) {
    return {
      ...NOTHING,
      name,
      phase: label,
      isPhase: WHOLE_PHASE.test(name),
      isIgnored: IGNORED.has(name.toLowerCase()),
    };
  }
  // `Epoch(val)` and `Test Epoch` set a phase, `Train Epoch` none.
  const own = parts[1] ?? parts[4];
  const phase = own !== undefined && !TRAINING.test(own) ? own : label;
  const counter = parts[3]!.toLowerCase();
  const counterName = parts[2] === undefined ? counter : `${parts[2].toLowerCase()} ${counter}`;
  return { ...NOTHING, name, counter: COUNTERS.get(counter), counterName, phase, subject };
}

/** Whether a counter of these names, joined by plus signs, counts through the whole training. */
export function countsWholeTraining(counterNames: string): boolean {
  return WHOLE_TRAINING.test(counterNames);
}

/** The phase that a text before a counter without a name speaks of: `| valid on 'valid' subset  1000 / 1311`. */
export function phaseIn(gap: string): string | undefined {
  return gap.length < LONGEST_LABEL ? undefined : MENTIONED_PHASE.exec(gap)?.[1];
}

/** The phase that a line announces for the lines after it, by ending in its name: `… - trainer - Validating`. */
export function announcedPhase(line: string): string | undefined {
  return PHASE_ANNOUNCED.exec(line)?.[1];
}

/** Whether a counter is one more of those that tell where a value was taken (`and iteration 500`). */
export function continuesPlace(gap: string): boolean {
  return AND_COUNTER.test(gap);
}

/** Whether a text is a word for a phase. */
export function isPhase(text: string): boolean {
  return WHOLE_PHASE.test(text);
}

/** Whether a phase is the training itself, as every line's is that says nothing of one. */
export function isTraining(phase: string | undefined): boolean {
  return phase === undefined || TRAINING.test(phase);
}

/** A name with spaces, equals sign or colon behind it may be any words. */
function assignedName(name: string): string | undefined {
  if (!name.includes(' ')) return name;
  const words = name.split(' ');
  // `28.48 samples/s loss=2.1`, `INFO Train: [0/300]`: the unit of the number before, and the level of the message.
  while (words.length > 1 && NOT_OF_NAME.test(words[0]!)) words.shift();
  return words.length > LONGEST_NAME ? undefined : words.join(' ');
}

function bareName(gap: string, start: number, name: string): string | undefined {
  // llm.c writes `s:19 trl:9.97`, Karpathy's scripts `step 19 | loss 9.97`.
  const stated = name.replace(COPULA, '');
  const words = stated.split(' ');
  const last = words.at(-1)!;
  if (stated === name && COUNTER_NAME.test(last) && words.at(-2)?.toLowerCase() !== 'per') {
    const lastTwo = words.slice(-2).join(' ');
    return COUNTER_NAME.test(lastTwo) ? lastTwo : last;
  }
  if (stated === name && /^\w+\(\w+\)$/.test(last)) return last;
  if (words.length > LONGEST_BARE_NAME || words.some((word) => PROSE.has(word.toLowerCase())))
    return undefined;
  if (METRIC_WORD.test(last)) return stated;
  const isField = gap.slice(0, start).trimEnd().endsWith('|') || gap.charAt(start - 1) === '\t';
  return words.length === 1 && isField && !NOT_OF_NAME.test(name) ? name : undefined;
}

/** Goes back over a name, which is words with single spaces between them. */
function nameStart(gap: string, end: number): number {
  let at = end - 1;
  while (at >= 0) {
    const code = gap.charCodeAt(at);
    if (code === CLOSE_PARENTHESIS) {
      const open = gap.lastIndexOf('(', at);
      if (open < 0) break;
      at = open;
    } else if (code === SPACE) {
      if (at === 0 || isSpace(gap.charCodeAt(at - 1))) break;
    } else if (code === HYPHEN || code === FULL_STOP) {
      // ` - ` separates, `. ` ends a sentence.
      const separates =
        gap.charCodeAt(at + 1) === SPACE && (code === FULL_STOP || gap.charCodeAt(at - 1) === SPACE);
      if (separates && !(code === FULL_STOP && ABBREVIATION.test(gap.slice(0, at)))) break;
    } else if (code === APOSTROPHE) {
      // LightGBM writes `valid_1's l2`.
      if (!gap.startsWith("'s ", at) || at === 0 || !/\w/.test(gap.charAt(at - 1))) break;
    } else if (!isNameCode(code)) {
      break;
    }
    at -= 1;
  }
  return at + 1;
}

/** Goes back over what may stand between a name and its number besides a separator: spaces, quotes, a bracket. */
function skipOpening(gap: string, from: number): number {
  let at = from;
  for (; at >= 0; at -= 1) {
    const code = gap.charCodeAt(at);
    if (!isSpace(code) && code !== QUOTE && code !== APOSTROPHE && code !== OPEN_BRACKET) break;
  }
  return at;
}

/** Length of the `=`, `:`, `=>` or `->` that ends at an index; 0 where there is none. */
function separatorLength(gap: string, at: number): number {
  const sign = gap.charAt(at);
  if (sign === '>' && (gap.charAt(at - 1) === '=' || gap.charAt(at - 1) === '-')) return 2;
  return sign === '=' || sign === ':' || sign === '：' ? 1 : 0;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const CLOSE_PARENTHESIS = 0x29;
const HYPHEN = 0x2d;
const FULL_STOP = 0x2e;
const OPEN_BRACKET = 0x5b;

function isSpace(code: number): boolean {
  return code === SPACE || code === 0x09 || code === 0xa0;
}

/** Letters, digits, _ / % # * & + @ ^ and letters of other scripts, but no box drawing and no dashes. */
function isNameCode(code: number): boolean {
  if (code < 0x80) return NAME_SIGN[code] === 1;
  return (
    code > 0xbf && !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0x3000 && code <= 0x303f) && code < 0xff00
  );
}

const NAME_SIGN = new Uint8Array(0x80);
for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/%#*&+@^') {
  NAME_SIGN[sign.charCodeAt(0)] = 1;
}

import { EpochSteps } from './epoch-steps.js';
import { HorizonTracker } from './horizon.js';
import { JsonFields } from './json-fields.js';
import { isJsonObject } from './lenient-json.js';
import { isOfTraining, metricInPhase } from './phase.js';
import { PositionDoubt, type Position } from './position-doubt.js';
import type { ReadOutput } from './read-output.js';
import { parseDateAndTime, wallTimeFromNumber } from './wall-time.js';

/** Members that hold settings: their numbers are no results. */
const SETTINGS: ReadonlySet<string> = new Set([
  'config',
  'env_info',
  'hparams',
  'hyperparameters',
  'params',
  'args',
]);

type JsonObject = Readonly<Record<string, unknown>>;

/** Members by which an object names the metric of its one value. */
const METRIC_FIELDS = ['metric', 'tag', 'key', 'name'];

/**
 * The metric of an object that reports one value and names its metric, as ClearML's offline log does:
 * `{"metric": "loss", "variant": "train", "value": 2.3, "iter": 5, …}`.
 */
function metricOfValue(object: JsonObject): string | undefined {
  if (!('value' in object)) return undefined;
  const metric = METRIC_FIELDS.map((name) => object[name]).find((name) => typeof name === 'string');
  const { variant } = object;
  return typeof variant === 'string' && variant !== metric ? `${metric}/${variant}` : metric;
}

/** Fields by which an object says what it reports. */
const KIND_FIELDS = ['event', 'type', 'kind', 'record'];

/** Whether an object says that it tells the settings of the run: `{"event": "config", "lr": 0.001, …}`. */
function holdsSettings(object: JsonObject): boolean {
  return KIND_FIELDS.some((name) => {
    const kind = object[name];
    return typeof kind === 'string' && SETTINGS.has(kind.toLowerCase());
  });
}

/** The object as a whole, where it keeps all but its metric's name apart: `{"name": "loss", "data": {"step": 1, …}}`. */
export function unwrapped(object: JsonObject): JsonObject {
  const { name, data } = object;
  return typeof name === 'string' && isJsonObject(data) && 'value' in data ? { name, ...data } : object;
}

/** Reads JSON objects that each report values of one moment: numbers are metrics, nested ones under joined names. */
export class JsonRecords {
  private readonly fields: JsonFields;
  private horizon: HorizonTracker;
  private epochs = new EpochSteps();
  private readonly doubt: PositionDoubt<{ object: JsonObject; line: number }>;

  constructor(
    private readonly output: ReadOutput,
    separator: '.' | '/',
  ) {
    this.fields = new JsonFields(separator, SETTINGS);
    this.horizon = new HorizonTracker(output);
    this.doubt = new PositionDoubt(output);
  }

  read(logged: JsonObject, line: number): void {
    const { doubt } = this;
    const object = unwrapped(logged);
    if (!doubt.isOpen) {
      this.tell(object, line);
      return;
    }
    doubt.begin();
    this.tell(object, line);
    const again = doubt.end({ object, line }, this.positions(), line);
    if (again.length === 0) return;
    this.horizon = new HorizonTracker(this.output);
    this.epochs = new EpochSteps();
    for (const one of again) this.tell(one.object, one.line);
  }

  /** The positions of the object that was told last, best first. */
  private positions(): readonly Position[] {
    const { count, names, values, roles } = this.fields;
    const ranked = roles.slice(0, count).flatMap((role, index) => {
      return role.kind === 'step' ? [{ name: names[index]!, value: values[index]!, rank: role.rank }] : [];
    });
    return ranked.sort((a, b) => a.rank - b.rank);
  }

  private tell(object: JsonObject, line: number): void {
    const { fields } = this;
    const { ignored } = this.doubt;
    fields.read(object);
    const { count, names, values, roles, phase } = fields;
    let stepAt = -1;
    let stepRank = Infinity;
    let epochAt = -1;
    let timeAt = -1;
    let timeRank = Infinity;
    for (let index = 0; index < count; index++) {
      const role = roles[index]!;
      if (role.kind === 'step') {
        if (ignored.size > 0 && ignored.has(names[index]!)) continue;
        if (role.counts === 'epochs') epochAt = index;
        if (role.rank < stepRank) {
          stepRank = role.rank;
          stepAt = index;
        }
      } else if (
        role.kind === 'time' &&
        role.rank < timeRank &&
        wallTimeFromNumber(values[index]!) !== undefined
      ) {
        timeRank = role.rank;
        timeAt = index;
      }
    }
    const step = this.step(stepAt, epochAt);
    const wallTime = timeAt >= 0 ? wallTimeFromNumber(values[timeAt]!) : this.wallTimeFromText();
    const metric = metricOfValue(object);
    if (metric !== undefined) {
      const valueAt = names.indexOf('value');
      if (valueAt >= 0 && valueAt < count)
        this.output.scalar('', metric, values[valueAt]!, step, wallTime, line);
      return;
    }
    if (stepAt < 0 && holdsSettings(object)) return;
    for (let index = 0; index < count; index++) {
      if (index === stepAt || index === timeAt) continue;
      const role = roles[index]!;
      if (role.kind === 'horizon') {
        if (this.isHorizon(role.counts, stepAt)) this.horizon.set('', values[index]!, line);
        continue;
      }
      const name = phase === undefined ? names[index]! : metricInPhase(phase, names[index]!);
      this.output.scalar('', name, values[index]!, step, wallTime, line);
    }
    this.tellRemaining(step, wallTime, line);
  }

  /** Only what reports of the training speaks of its end. */
  private tellRemaining(step: number | undefined, clock: number | undefined, place: number): void {
    const { remaining: seconds, phase } = this.fields;
    if (seconds === undefined || step === undefined || !isOfTraining(phase)) return;
    this.output.event({ kind: 'remaining', run: '', seconds, step, clock, epochEnd: undefined, place });
  }

  private step(stepAt: number, epochAt: number): number | undefined {
    const { names, values, phase } = this.fields;
    if (stepAt < 0) return undefined;
    const step = values[stepAt]!;
    if (!Number.isFinite(step)) return undefined;
    // OpenMMLab's log.json counts iterations anew in every epoch; it is the one that names the phase in every line.
    if (phase !== undefined && epochAt >= 0 && epochAt !== stepAt && names[stepAt] === 'iter') {
      return this.epochs.step(values[epochAt]!, step, undefined, metricInPhase(phase, ''));
    }
    return epochAt < 0 || epochAt === stepAt
      ? step
      : this.epochs.step(values[epochAt]!, step, undefined, '', 'falls');
  }

  private isHorizon(counts: 'steps' | 'epochs', stepAt: number): boolean {
    const role = stepAt < 0 ? undefined : this.fields.roles[stepAt];
    return role?.kind === 'step' && role.counts === counts;
  }

  private wallTimeFromText(): number | undefined {
    for (const text of this.fields.times) {
      const time = parseDateAndTime(text.trim(), 0);
      if (time !== undefined) return time.seconds;
    }
    return undefined;
  }
}

import { fieldRole, type FieldRole } from './field-role.js';
import { isPhase } from './gap-name.js';
import { isJsonObject } from './lenient-json.js';
import { metricRole } from './metric-role.js';
import { parseNumber } from './numbers.js';
import { mayTellRemainingTime, remainingSeconds } from './remaining-time.js';

/** A name at its place in the JSON lines; worked out once, as every line repeats the same names. */
interface Field {
  /** With the names of the objects around it. */
  readonly name: string;
  readonly role: FieldRole;
  /** Whether a number in quotes is a value of this field, and not a label that happens to look like one. */
  readonly takesQuotedNumbers: boolean;
  /** Whether it says what part of the training the object speaks of: in any words, or only in words for a phase. */
  readonly isPhase: 'always' | 'by its words' | 'never';
  readonly mayTellRemainingTime: boolean;
  /** What `"global_step/max_steps": "10/1000"` counts, and where it ends. */
  readonly fraction: readonly [counter: Field, end: Field] | undefined;
  readonly members: Map<string, Field>;
}

/**
 * The numbers of one JSON object, nested ones under joined names. The arrays are reused from line to line; of what
 * they hold, the first `count` elements are this line's.
 */
export class JsonFields {
  count = 0;
  readonly names: string[] = [];
  readonly values: number[] = [];
  readonly roles: FieldRole[] = [];
  /** Texts of the time fields, which may hold a date. */
  readonly times: string[] = [];
  /** The part of the training that the object speaks of (`mode`, `split` …), as it spells it. */
  phase: string | undefined;
  /** Seconds that the run will still take, as a text of the object says. */
  remaining: number | undefined;

  private readonly root = new Map<string, Field>();
  private known = 0;

  /**
   * @param separator joins the names of nested objects
   * @param leftOut members at the top level, which hold settings rather than results
   */
  constructor(
    private readonly separator: '.' | '/',
    private readonly leftOut: ReadonlySet<string>,
  ) {}

  read(object: Readonly<Record<string, unknown>>): void {
    this.count = 0;
    if (this.times.length > 0) this.times.length = 0;
    this.phase = undefined;
    this.remaining = undefined;
    this.readMembers(object, this.root, '', 0);
  }

  private readMembers(
    object: Readonly<Record<string, unknown>>,
    fields: Map<string, Field>,
    prefix: string,
    depth: number,
  ): void {
    for (const key in object) {
      const value = object[key];
      if (typeof value === 'number') {
        this.add(this.field(fields, prefix, key), value);
      } else if (typeof value === 'string') {
        this.readText(this.field(fields, prefix, key), value);
      } else if (depth < DEEPEST && isJsonObject(value) && !(depth === 0 && this.leftOut.has(key))) {
        const field = this.field(fields, prefix, key);
        this.readMembers(value, field.members, `${field.name}${this.separator}`, depth + 1);
      }
    }
  }

  private readText(field: Field, text: string): void {
    if (field.fraction !== undefined) {
      const [, value, total] = FRACTION.exec(text) ?? [];
      if (value !== undefined) {
        this.add(field.fraction[0], Number(value));
        this.add(field.fraction[1], Number(total));
        return;
      }
    }
    if (field.isPhase === 'always' || (field.isPhase === 'by its words' && isPhase(text))) {
      this.phase = text;
      return;
    }
    if (field.mayTellRemainingTime) {
      const seconds = remainingSeconds(text);
      if (seconds !== undefined) {
        this.remaining = seconds;
        return;
      }
    }
    if (!field.takesQuotedNumbers && !NON_FINITE.has(text)) return;
    const value = parseNumber(text);
    if (value !== undefined) this.add(field, value);
    else if (field.role.kind === 'time') this.times.push(text);
  }

  private add(field: Field, value: number): void {
    const at = this.count;
    this.names[at] = field.name;
    this.values[at] = value;
    this.roles[at] = field.role;
    this.count = at + 1;
  }

  private field(fields: Map<string, Field>, prefix: string, key: string): Field {
    const known = fields.get(key);
    if (known !== undefined) return known;
    const name = prefix + key.trim();
    const field = fieldOf(name, prefix);
    if (this.known < MOST_FIELDS) {
      fields.set(key, field);
      this.known += 1;
    }
    return field;
  }
}

function fieldOf(name: string, prefix: string): Field {
  const role = fieldRole(name);
  return {
    name,
    role,
    takesQuotedNumbers: role.kind !== 'value' || metricRole(name) !== 'other',
    isPhase: prefix === '' ? (PHASE_FIELDS.get(name) ?? 'never') : 'never',
    mayTellRemainingTime: mayTellRemainingTime(name),
    fraction: fractionOf(name, prefix),
    members: new Map(),
  };
}

function fractionOf(name: string, prefix: string): Field['fraction'] {
  const [counter, end, more] = name.split('/');
  if (counter === undefined || end === undefined || more !== undefined) return undefined;
  if (fieldRole(counter).kind !== 'step' || !/^(?:max|total)/.test(end)) return undefined;
  return [fieldOf(counter, prefix), fieldOf(end, prefix)];
}

const FRACTION = /^\s*(\d+)\s*\/\s*(\d+)\s*$/;

/** How JSON that has no such numbers holds them: as texts, in the spellings of Python and JavaScript. */
const NON_FINITE: ReadonlySet<string> = new Set(['NaN', 'nan', 'Infinity', '-Infinity', 'inf', '-inf']);

/** Results are not nested deeper; what is, is a dump of something else. */
const DEEPEST = 8;

/** A log whose names never end (an identifier used as a key) must not fill the memory. */
const MOST_FIELDS = 10_000;

const PHASE_FIELDS: ReadonlyMap<string, Field['isPhase']> = new Map([
  ...['mode', 'split', 'phase', 'stage', 'subset'].map((name) => [name, 'always'] as const),
  ...['name', 'type', 'kind', 'event', 'set', 'tag'].map((name) => [name, 'by its words'] as const),
]);

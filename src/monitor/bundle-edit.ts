import { applyEdits, findNodeAtLocation, modify, parseTree, type FormattingOptions } from 'jsonc-parser';

/** What a person sets for a run; keys as in the bundle file. */
export interface TaskSettings {
  readonly name: string;
  /** Needed for a task that is not in the bundle yet. */
  readonly logs?: readonly string[];
  readonly target?: number;
  /** A date or a duration, as the bundle spells it. */
  readonly deadline?: string;
  readonly [key: string]: string | number | readonly string[] | undefined;
}

const FORMAT: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
const EMPTY = '{\n  "tasks": []\n}\n';

/**
 * Adds a task to the text of a bundle, or changes the settings of the task of that name; comments, order and
 * everything else stay as they are. An empty text becomes a new bundle.
 */
export function setTask(text: string, settings: TaskSettings): string {
  let edited = text.trim() === '' ? EMPTY : text;
  const tasks = findNodeAtLocation(parseTree(edited) ?? { type: 'null', offset: 0, length: 0 }, ['tasks']);
  const children = tasks?.children ?? [];
  const index = children.findIndex((task) => findNodeAtLocation(task, ['name'])?.value === settings.name);
  if (index === -1) {
    const fresh = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    return applyEdits(
      edited,
      modify(edited, ['tasks', children.length], fresh, {
        formattingOptions: FORMAT,
        isArrayInsertion: true,
      }),
    );
  }
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    edited = applyEdits(edited, modify(edited, ['tasks', index, key], value, { formattingOptions: FORMAT }));
  }
  return edited;
}

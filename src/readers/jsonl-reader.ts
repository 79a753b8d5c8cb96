import { JsonRecords } from './json-records.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { LineReader } from './line-reader.js';
import type { ReadOutput } from './read-output.js';

/** Reads one JSON object a line, or a list of them, as ClearML's offline log writes its batches. */
export class JsonlReader extends LineReader {
  private readonly records: JsonRecords;

  /** @param separator joins the names of nested objects */
  constructor(separator: '.' | '/') {
    super('lines');
    this.records = new JsonRecords(this.output, separator);
  }

  line(text: string, line: number, whole: boolean): void {
    if (text === '' || text.trim() === '') return;
    const object = parseLenientJson(text);
    if (isJsonObject(object)) this.records.read(object, line);
    else if (Array.isArray(object) && object.every(isJsonObject)) {
      for (const item of object) this.records.read(item, line);
    } else reportNoObject(this.output, line, whole);
  }
}

/** Reports a line that should be a JSON object; one without a line end is most likely still being written. */
export function reportNoObject(output: ReadOutput, line: number, whole: boolean): void {
  if (whole) output.problem('malformed-line', line, `Line ${line} is no JSON object and is left out.`);
  else output.problem('truncated', line, `Line ${line} ends within a JSON object and is left out.`);
}

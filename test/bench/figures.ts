/** One measured number. */
export interface Figure {
  /** What was measured: a format, a method, a case. */
  readonly subject: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** The value that it should not exceed, where there is an aim. */
  readonly atMost?: number;
}

/** Prints figures as they come, as JSON lines on stdout, and in the end as a table on stderr. */
export class FigureSheet {
  private readonly figures: Figure[] = [];

  constructor(private readonly bench: string) {}

  add(figure: Figure): void {
    this.figures.push(figure);
    const value = Number(figure.value.toPrecision(4));
    const aim = figure.atMost === undefined ? {} : { met: figure.value <= figure.atMost };
    console.log(JSON.stringify({ bench: this.bench, ...figure, value, ...aim }));
  }

  /** One row per subject, one column per figure; `!` marks what exceeds its aim. */
  printTable(): void {
    const columns = [...new Set(this.figures.map(heading))];
    const subjects = [...new Set(this.figures.map(({ subject }) => subject))];
    const cell = (subject: string, column: string): string => {
      const found = this.figures.find((one) => one.subject === subject && heading(one) === column);
      return found === undefined ? '' : show(found);
    };
    const rows = subjects.map((subject) => [subject, ...columns.map((column) => cell(subject, column))]);
    const table = [[this.bench, ...columns], ...rows];
    const widths = [0, ...columns.keys()].map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
    for (const row of table) {
      const cells = row.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)));
      console.error(cells.join('  ').trimEnd());
    }
    console.error('');
  }
}

function heading({ figure, unit }: Figure): string {
  return unit === '' ? figure : `${figure} [${unit}]`;
}

function show({ value, atMost }: Figure): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4;
  return `${value.toFixed(digits)}${atMost !== undefined && value > atMost ? ' !' : ''}`;
}

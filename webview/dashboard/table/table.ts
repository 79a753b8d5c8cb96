import type { RunView } from '../../../src/protocol/runs.js';
import { arrange, element, setAttribute, setText } from '../../shared/elements.js';
import type { ColumnId } from '../choices.js';
import { homeLook } from '../look/look.js';
import type { Actions, Page } from '../page.js';
import { COLUMNS, type CellContent, type RowFacts } from './columns.js';
import { stepWithinRow } from './keyboard.js';

interface Row {
  readonly element: HTMLElement;
  readonly contents: readonly CellContent[];
}

/** The tasks, one row each, in the toolkit's data grid. Rows live as long as their runs: everything changes in place. */
export class Table {
  readonly element: HTMLElement;
  private readonly grid: HTMLElement;
  private readonly header: HTMLElement;
  private readonly headings = new Map<ColumnId, { readonly cell: HTMLElement; readonly text: HTMLElement }>();
  private readonly rows = new Map<string, Row>();
  private page: Page | null = null;

  constructor(private readonly actions: Actions) {
    this.header = this.makeHeader();
    this.grid = element('vscode-data-grid', {
      'aria-label': 'Tasks',
      'aria-multiselectable': 'true',
      'generate-header': 'none',
      'grid-template-columns': 'var(--columns)',
    });
    // Before the grid's own handling, which stops at cells that the width hides.
    this.grid.addEventListener('keydown', stepWithinRow, { capture: true });
    this.element = element('section', { class: 'table', 'aria-label': 'Tasks' }, this.grid);
  }

  update(page: Page): void {
    this.page = page;
    const { state } = page.model;
    if (state === null) return;
    // The grid knows only the rows that are added while it is on the page.
    if (!this.header.isConnected) this.grid.append(this.header);
    const byId = new Map(state.runs.map((run) => [run.id, run]));
    for (const [id, row] of this.rows) {
      if (byId.has(id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    const ordered = page.order.flatMap((id) => byId.get(id) ?? []);
    for (const run of ordered) this.updateRow(run, page, state.method);
    arrange(
      this.grid,
      ordered.flatMap((run) => this.rows.get(run.id)?.element ?? []),
      this.header,
    );
    this.updateHeadings(page, methodTitle(state.runs, state.method));
  }

  /** Brings a run's row into view and gives it the focus. */
  show(run: string): void {
    const cell = this.rows.get(run)?.element.firstElementChild;
    if (!(cell instanceof HTMLElement)) return;
    cell.scrollIntoView({ block: 'nearest' });
    cell.focus({ preventScroll: true });
  }

  private updateRow(run: RunView, page: Page, method: string): void {
    const row = this.rows.get(run.id) ?? this.addRow(run.id);
    const facts: RowFacts = {
      run,
      look: page.looks.get(run.id) ?? homeLook(run.colour),
      view: run.methods.find((candidate) => candidate.method === method),
      now: page.now,
    };
    for (const content of row.contents) content.update(facts);
    setAttribute(row.element, 'data-testid', `row-${run.name}`);
    setAttribute(row.element, 'aria-selected', String(page.selected.includes(run.id)));
    row.element.classList.toggle('highlighted', page.highlighted === run.id);
  }

  private addRow(id: string): Row {
    const contents = COLUMNS.map((column) => column.makeContent(this.actions, id));
    const cells = COLUMNS.map((column, i) =>
      element(
        'vscode-data-grid-cell',
        { 'data-column': column.id, class: column.isFigure ? 'figures' : null },
        // The toolkit colours what stands directly in a focused cell, whatever its background: hence the layer between.
        element('span', { class: 'layer' }, contents[i]!.element),
      ),
    );
    const made = element('vscode-data-grid-row', { class: 'row' }, ...cells);
    this.listen(made, id);
    const row = { element: made, contents };
    this.rows.set(id, row);
    this.grid.append(made);
    return row;
  }

  private listen(row: HTMLElement, id: string): void {
    row.addEventListener('click', () => {
      this.actions.toggle(id);
    });
    row.addEventListener('keydown', (event) => {
      // Inside a button these keys press the button.
      if ((event.key !== 'Enter' && event.key !== ' ') || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      this.actions.toggle(id);
    });
    row.addEventListener('pointerenter', () => {
      this.actions.highlight(id);
    });
    row.addEventListener('pointerleave', () => {
      this.actions.highlight(null);
    });
    row.addEventListener('focusin', () => {
      this.actions.highlight(id);
    });
    row.addEventListener('focusout', () => {
      this.actions.highlight(null);
    });
  }

  private makeHeader(): HTMLElement {
    const header = element('vscode-data-grid-row', { 'row-type': 'header', class: 'header-row' });
    for (const column of COLUMNS) {
      const text = element('span', { class: column.title === '' ? 'unseen' : 'long' });
      text.textContent = column.title === '' ? column.detail : column.title;
      const heading = element('span', { class: 'heading' }, text);
      if (column.shortTitle !== null) {
        heading.classList.add('has-short');
        heading.append(element('span', { class: 'short' }, column.shortTitle));
      }
      const cell = element(
        'vscode-data-grid-cell',
        {
          'cell-type': 'columnheader',
          'data-column': column.id,
          title: column.sortable ? `${column.detail}. Click to sort.` : column.detail,
          class: column.isFigure ? 'figures' : null,
        },
        element('span', { class: 'layer' }, heading),
      );
      if (column.sortable) {
        cell.classList.add('sortable');
        cell.addEventListener('click', () => {
          this.sortBy(column.id);
        });
        cell.addEventListener('keydown', (event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          this.sortBy(column.id);
        });
      }
      this.headings.set(column.id, { cell, text });
      header.append(cell);
    }
    return header;
  }

  /** One way, the other way, then by urgency again. */
  private sortBy(id: ColumnId): void {
    const sorting = this.page?.choices.sorting ?? null;
    const first = COLUMNS.find((column) => column.id === id)?.descendingFirst ?? false;
    if (sorting?.column !== id) this.actions.choose({ sorting: { column: id, descending: first } });
    else if (sorting.descending === first)
      this.actions.choose({ sorting: { column: id, descending: !first } });
    else this.actions.choose({ sorting: null });
  }

  private updateHeadings({ choices: { sorting } }: Page, method: string): void {
    for (const column of COLUMNS) {
      const heading = this.headings.get(column.id);
      if (heading === undefined) continue;
      if (column.id === 'error') setText(heading.text, `${method} off by`);
      const direction =
        sorting?.column === column.id ? (sorting.descending ? 'descending' : 'ascending') : null;
      setAttribute(heading.cell, 'aria-sort', direction);
    }
  }
}

function methodTitle(runs: readonly RunView[], method: string): string {
  for (const run of runs) {
    const view = run.methods.find((candidate) => candidate.method === method);
    if (view !== undefined) return view.title;
  }
  return method.toUpperCase();
}

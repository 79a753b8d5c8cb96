/**
 * Moves the focus within a row of the grid: over the cells that are shown, and through the buttons in them, which are
 * no tab stops of their own. The toolkit's grid would stop at a cell that the page's width hides.
 */
export function stepWithinRow(event: KeyboardEvent): void {
  if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = event.target.closest('vscode-data-grid-row');
  if (row === null) return;
  const stops = stopsOf(row);
  const at = stops.indexOf(event.target);
  const next = nextStop(event.key, at, stops.length);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  stops[next]?.focus();
}

function nextStop(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(count - 1, at + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** The visible cells; after each the visible buttons in it, and in place of a cell that holds nothing but buttons. */
function stopsOf(row: Element): HTMLElement[] {
  const cells = [...row.children].filter((child) => child instanceof HTMLElement);
  return cells
    .filter((cell) => cell.offsetParent !== null)
    .flatMap((cell) => {
      const buttons = [...cell.querySelectorAll('button')].filter((button) => button.offsetParent !== null);
      return cell.dataset['column'] === 'actions' ? buttons : [cell, ...buttons];
    });
}

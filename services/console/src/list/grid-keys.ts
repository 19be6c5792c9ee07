import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { isTicked, NOTHING, type Selection, ticked } from './selection.js';

interface Ticking {
  readonly selection: Selection | undefined;
  readonly onSelection: ((selection: Selection) => void) | undefined;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

interface GridKeys {
  readonly body: { readonly onKeyDown: (event: KeyboardEvent) => void; readonly onFocus: (event: FocusEvent) => void };
  /** Where the Tab key stops. */
  readonly at: Place;
}

/** One tab stop into the rows; arrows, Home, End and pages inside; Space ticks, Enter follows the cell's link, `.` opens the row's actions. */
export function useGridKeys(body: RefObject<HTMLTableSectionElement | null>, ids: readonly string[], { selection, onSelection }: Ticking): GridKeys {
  const [place, setAt] = useState<Place>({ row: 0, column: 0 });
  const at = { ...place, row: Math.max(0, Math.min(place.row, ids.length - 1)) }; // the page may have become shorter

  const cellAt = ({ row, column }: Place): HTMLElement | undefined => body.current?.rows[row]?.cells[column];
  const go = (target: Place): void => {
    setAt(target);
    cellAt(target)?.focus();
  };
  const tick = (rows: readonly number[], on?: boolean): void => {
    const wanted = rows.flatMap((row) => ids[row] ?? []);
    const [first] = wanted;
    if (selection && onSelection && first !== undefined) onSelection(ticked(selection, wanted, on ?? !isTicked(selection, first), ids));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof Node && body.current?.contains(event.target))) return; // of a dialog that a row opened
    const columns = body.current?.rows[at.row]?.cells.length ?? 0;
    const target = placeAfter(event, at, { rows: ids.length, columns });
    if (target) {
      if (event.shiftKey && target.column === at.column) tick(between(at.row, target.row), true);
      go(target);
    } else if (event.key === ' ') tick([at.row]);
    else if (event.key === 'Enter' && event.target === cellAt(at)) cellAt(at)?.querySelector<HTMLElement>('a, button')?.click();
    else if (event.key === '.' || (event.key === 'F10' && event.shiftKey)) menuOf(body.current?.rows[at.row])?.click();
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) tick(between(0, ids.length - 1), true);
    else if (event.key === 'Escape') onSelection?.(NOTHING);
    else return;
    event.preventDefault();
  };
  const onFocus = ({ target }: FocusEvent): void => {
    const cell = target.closest('td');
    const row = cell?.closest('tr')?.sectionRowIndex;
    if (cell && row !== undefined && body.current?.contains(cell)) setAt({ row, column: cell.cellIndex });
  };
  return { body: { onKeyDown, onFocus }, at };
}

const menuOf = (row: HTMLTableRowElement | undefined): HTMLElement | null | undefined => row?.querySelector<HTMLElement>('button[aria-haspopup=menu]');

const PAGE = 10;

function placeAfter({ key, ctrlKey }: KeyboardEvent, { row, column }: Place, { rows, columns }: { rows: number; columns: number }): Place | undefined {
  const end = { row: rows - 1, column: columns - 1 };
  const places: Readonly<Record<string, Place>> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + PAGE, column },
    PageUp: { row: row - PAGE, column },
    Home: { row: ctrlKey ? 0 : row, column: 0 },
    End: { row: ctrlKey ? end.row : row, column: end.column },
  };
  const wanted = places[key];
  return wanted && { row: Math.max(0, Math.min(wanted.row, end.row)), column: Math.max(0, Math.min(wanted.column, end.column)) };
}

const between = (one: number, other: number): readonly number[] =>
  Array.from({ length: Math.abs(one - other) + 1 }, (_, index) => Math.min(one, other) + index);

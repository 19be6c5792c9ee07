import { DndContext, type DragEndEvent, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import { horizontalListSortingStrategy, SortableContext, sortableKeyboardCoordinates, useSortable } from '@dnd-kit/sortable';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import { classOf, type Column } from './column.js';
import { useDragWords } from './drag-words.js';

interface HeaderRowProps {
  readonly columns: readonly Column<never>[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onMove: (id: string, steps: number) => void;
  readonly tick: ReactNode;
  /** Whether each row ends in a menu. */
  readonly actions: boolean;
}

// Enter sorts, so it must not begin a drag.
const KEYS = { start: ['Space'], cancel: ['Escape'], end: ['Space'] };

/** Headers sort by a click, and move by their grip (pointer or keyboard) or by Ctrl+Shift+arrow (UI-06). */
export function HeaderRow({ columns, sort, onSort, onMove, tick, actions }: HeaderRowProps): React.JSX.Element {
  const { t } = useTranslation();
  const movable = columns.filter(({ mandatory }) => !mandatory);
  const ids = movable.map(({ id }) => id);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates, keyboardCodes: KEYS }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent): void => {
    if (over && over.id !== active.id) onMove(String(active.id), ids.indexOf(String(over.id)) - ids.indexOf(String(active.id)));
  };
  const words = useDragWords(movable);
  return (
    <DndContext sensors={sensors} onDragEnd={onDragEnd} accessibility={{ ...words, container: document.body }}>
      <SortableContext items={ids} strategy={horizontalListSortingStrategy}>
        <tr aria-rowindex={1}>
          {tick && <th className="rf-tick">{tick}</th>}
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} onMove={onMove} />
          ))}
          {actions && (
            <th className="rf-row-actions">
              <span className="rf-hidden">{t('word.actions')}</span>
            </th>
          )}
        </tr>
      </SortableContext>
    </DndContext>
  );
}

interface HeaderCellProps extends Omit<HeaderRowProps, 'columns' | 'tick' | 'actions'> {
  readonly column: Column<never>;
}

function HeaderCell({ column, sort, onSort, onMove }: HeaderCellProps): React.JSX.Element {
  const { t } = useTranslation();
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, transform, isDragging } = useSortable({ id: column.id, disabled: column.mandatory ?? false });
  const direction = column.sort === undefined ? undefined : { [column.sort]: 'ascending' as const, [`-${column.sort}`]: 'descending' as const }[sort];
  const label = column.title ?? t(column.label);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (steps === undefined || !event.ctrlKey || !event.shiftKey || column.mandatory) return;
    event.preventDefault();
    onMove(column.id, steps);
  };
  const style = { width: column.width, minWidth: column.width, transform: transform ? `translateX(${transform.x}px)` : undefined };
  return (
    <th
      ref={setNodeRef}
      scope="col"
      aria-sort={direction}
      className={classOf(column)}
      style={style}
      data-dragging={isDragging || undefined}
      onKeyDown={onKeyDown}
    >
      <span className="rf-header">
        {column.sort === undefined ? (
          <span>{label}</span>
        ) : (
          <button type="button" onClick={() => onSort(direction === 'ascending' ? `-${column.sort}` : (column.sort ?? ''))}>
            {label}
            {direction && <Icon name={direction === 'ascending' ? 'up' : 'down'} />}
          </button>
        )}
        {!column.mandatory && (
          <button type="button" className="rf-grip" ref={setActivatorNodeRef} {...attributes} {...listeners} aria-label={t('list.move', { column: label })}>
            <Icon name="grip" />
          </button>
        )}
      </span>
    </th>
  );
}

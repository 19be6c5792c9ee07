import type { Announcements, UniqueIdentifier } from '@dnd-kit/core';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.js';

/** What a screen reader says while a column moves: its name and place, not its id. */
export function useDragWords(columns: readonly Column<never>[]): {
  readonly announcements: Announcements;
  readonly screenReaderInstructions: { readonly draggable: string };
} {
  const { t } = useTranslation();
  const place = (id: UniqueIdentifier): Record<string, string | number> => {
    const index = columns.findIndex((column) => column.id === id);
    return { column: t(columns[index]?.label ?? ''), position: index + 1, of: columns.length };
  };
  return {
    announcements: {
      onDragStart: ({ active }) => t('drag.start', place(active.id)),
      onDragOver: ({ over }) => (over ? t('drag.over', place(over.id)) : undefined),
      onDragEnd: ({ over }) => (over ? t('drag.end', place(over.id)) : undefined),
      onDragCancel: ({ active }) => t('drag.cancel', place(active.id)),
    },
    screenReaderInstructions: { draggable: t('drag.instructions') },
  };
}

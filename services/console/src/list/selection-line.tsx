import { useTranslation } from 'react-i18next';
import type { Page } from '../api/api.js';
import { figure } from '../words/figures.js';
import { countOf, NOTHING, type Selection } from './selection.js';
import type { SelectionNotice } from './use-selection.js';

interface SelectionLineProps {
  readonly selection: Selection;
  readonly notice: SelectionNotice | undefined;
  readonly page: number;
  readonly total: Page<unknown>['total'];
  readonly onChange: (selection: Selection) => void;
}

/** What is ticked, and the offer of all that match: the box in the header ticks one page alone. */
export function SelectionLine({ selection, notice, page, total, onChange }: SelectionLineProps): React.JSX.Element {
  const { t } = useTranslation();
  const matching = total?.value ?? 0;
  const count = countOf(selection, matching);
  const offersAll = selection.kind === 'some' && selection.ids.size >= page && page > 0 && matching > selection.ids.size;
  return (
    <p className="rf-selection" role="status">
      {count > 0 && t('list.selected', { count, figure: figure(count) })}
      {notice && <span>{t(`list.${notice}`)}</span>}
      {offersAll && (
        <button type="button" className="rf-link" onClick={() => onChange({ kind: 'all' })}>
          {t('list.selectAll', { count: matching, figure: figure(matching) })}
        </button>
      )}
      {count > 0 && (
        <button type="button" className="rf-link" onClick={() => onChange(NOTHING)}>
          {t('list.clearSelection')}
        </button>
      )}
    </p>
  );
}

import { useTranslation } from 'react-i18next';
import type { Page } from '../api/api.js';
import { figure } from '../words/figures.js';

/** How many there are; estimated beyond what is counted, and said so. */
export function TotalFigure({ total }: { readonly total: Page<unknown>['total'] }): React.JSX.Element | null {
  const { t } = useTranslation();
  if (!total) return null;
  return <span className="rf-total">{total.exact ? figure(total.value) : t('list.about', { figure: figure(total.value) })}</span>;
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Page } from '../api/api.js';
import type { Named } from '../api/me.js';
import { figure } from '../words/figures.js';
import { selectOf } from './batch.js';
import { devicesPath } from './device-list.js';
import type { Chosen } from './operate-selected.js';

const SHOWN = 5;

interface FirstNamesProps {
  readonly chosen: Chosen;
  readonly count: number;
}

/** Of the phones that something is to be done with, the first by their IDs: whoever ticked others than meant sees it here. */
export function FirstNames({ chosen, count }: FirstNamesProps): React.JSX.Element | null {
  const { t } = useTranslation();
  const { data = [] } = useQuery({ queryKey: ['first-names', selectOf(chosen)], queryFn: () => firstOf(chosen), staleTime: 0 });
  if (data.length === 0) return null;
  const names = data.join(', ');
  const more = count - data.length;
  return <p>{more > 0 ? t('batch.namesAndMore', { names, count: more, figure: figure(more) }) : names}</p>;
}

async function firstOf({ selection, scope, address }: Chosen): Promise<readonly string[]> {
  if (selection.kind === 'all') {
    const { items } = await api<Page<Named>>(devicesPath(scope, undefined, { ...address, after: undefined }, SHOWN));
    return items.map(({ name }) => name);
  }
  const found = await Promise.allSettled([...selection.ids].slice(0, SHOWN).map((id) => api<Named>(`devices/${id}`)));
  return found.flatMap((each) => (each.status === 'fulfilled' ? [each.value.name] : [])); // one may be gone by now
}

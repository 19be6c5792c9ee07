import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/api.js';
import type { Named } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import { DEVICES } from './device-list.js';

interface HistoryEntry {
  readonly version: number;
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly at: string;
  readonly by: Named;
  readonly source: string;
  readonly importId: string | null;
  readonly importRow: number | null;
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
}

/** Who changed what, when and from where; newest first (INV-14). */
export function DeviceHistory({ id }: { readonly id: string }): React.JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, id, 'history'],
    queryFn: () => api<{ items: readonly HistoryEntry[] }>(`devices/${id}/history`),
  });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  return (
    <ol className="rf-history" reversed>
      {data?.items.map((entry) => (
        <li key={entry.version}>
          <p>
            <strong>{t(`history.${entry.kind}`)}</strong> <time dateTime={entry.at}>{moment(entry.at)}</time> · {entry.by.name} · <Origin of={entry} />
          </p>
          <table>
            <tbody>
              {entry.changes.map(({ field, from, to }) => (
                <tr key={field}>
                  <th scope="row">{t(`device.${field}`, { defaultValue: field })}</th>
                  <td className="rf-from">{shown(from, t('word.none'))}</td>
                  <td className="rf-to">{shown(to, t('word.none'))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </li>
      ))}
    </ol>
  );
}

function Origin({ of: { source, importId, importRow } }: { readonly of: HistoryEntry }): React.JSX.Element {
  const { t } = useTranslation();
  if (!importId) return <>{t(`history.source.${source}`)}</>;
  return <Link to={`/imports/${importId}`}>{t('history.importRow', { row: importRow })}</Link>;
}

/** A value as it was; a record by its name. */
function shown(value: unknown, none: string): string {
  if (value === null || value === undefined || value === '') return none;
  if (typeof value === 'object' && 'name' in value) return String(value.name);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

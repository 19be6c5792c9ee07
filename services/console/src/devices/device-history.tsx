import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import { useAsOf } from './as-of.js';
import { DEVICES } from './device-list.js';
import { HistorySlider } from './history-slider.js';

type HistoryEntry = Schemas['HistoryEntry'];

/** Who changed what, when and from where, newest first; each moment can be gone back to (INV-14). */
export function DeviceHistory({ id }: { readonly id: string }): React.JSX.Element {
  const { t } = useTranslation();
  const [asOf, askAsOf] = useAsOf();
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, id, 'history'],
    queryFn: () => api<{ items: readonly HistoryEntry[] }>(`devices/${id}/history`),
  });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  const entries = data?.items ?? [];
  const stops = entries.map(({ at }) => at).toReversed();
  const seen = asOf === undefined ? entries[0] : entries.find(({ at }) => at <= asOf);
  return (
    <>
      {data && <HistorySlider changes={stops} />}
      <ol className="rf-history" reversed>
        {entries.map((entry) => (
          <li key={entry.version} aria-current={entry === seen || undefined}>
            <p>
              <strong>{t(`history.${entry.kind}`)}</strong> <time dateTime={entry.at}>{moment(entry.at)}</time> · {entry.by.name} · <Origin of={entry} />
              {entry !== entries[0] && (
                <button type="button" className="rf-link" onClick={() => askAsOf(entry.at)}>
                  {t('asOf.then')}
                </button>
              )}
            </p>
            <Changes of={entry} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Of what was just made, what it was before says nothing. */
function Changes({ of: { kind, changes } }: { readonly of: HistoryEntry }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <table>
      <tbody>
        {changes.map(({ field, label, from, to }) => (
          <tr key={field}>
            <th scope="row">{t(`device.${field}`, { defaultValue: label ?? field })}</th>
            {kind !== 'created' && <td className="rf-from">{field === SECRETS ? secretsBefore(from, t) : shown(from, t)}</td>}
            <td className="rf-to">{field === SECRETS ? secretsAfter(from, to, t) : shown(to, t)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Origin({ of: { source, importId, importRow } }: { readonly of: HistoryEntry }): React.JSX.Element {
  const { t } = useTranslation();
  if (!importId) return <>{t(`history.source.${source}`)}</>;
  return <Link to={`/imports/${importId}`}>{t('history.importRow', { row: importRow })}</Link>;
}

const SECRETS = 'secretVersion';
const secretsBefore = (version: unknown, t: TFunction): string => t(version ? 'device.secretsSet' : 'device.secretsNotSet');
/** Their version says no more than that they changed. */
const secretsAfter = (before: unknown, after: unknown, t: TFunction): string => (before && after ? t('history.changed') : secretsBefore(after, t));

/** A value as it was; a record by its name. */
function shown(value: unknown, t: TFunction): string {
  if (value === null || value === undefined || value === '') return t('word.none');
  if (typeof value === 'boolean') return t(value ? 'word.yes' : 'word.no');
  if (typeof value === 'object' && 'name' in value) return String(value.name);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import type { Schemas } from '@ringfleet/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { DEVICES } from './device-list.js';

export type DeviceReference = Schemas['DeviceReference'];

export const useReferences = (id: string): UseQueryResult<readonly DeviceReference[]> =>
  useQuery({
    queryKey: [DEVICES, id, 'references'],
    queryFn: async () => (await api<{ items: readonly DeviceReference[] }>(`devices/${id}/references`)).items,
    staleTime: 0, // it is asked for before something is removed
  });

/** What refers to the device, or the device to (INV-09). */
export function DeviceReferences({ id }: { readonly id: string }): React.JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useReferences(id);
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (data?.length === 0) return <p className="rf-dimmed rf-gap">{t('reference.none')}</p>;
  return <ReferenceTable references={data ?? []} label={t('reference.title')} />;
}

export function ReferenceTable({ references, label }: { readonly references: readonly DeviceReference[]; readonly label: string }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="rf-sideways" tabIndex={0} role="region" aria-label={label}>
      <table className="rf-table rf-table-wide">
        <thead>
          <tr>
            {['kind', 'what', 'delete'].map((name) => (
              <th key={name} scope="col">
                {t(`reference.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {references.map(({ id, kind, what, link, blocksDelete }) => (
            <tr key={id ?? kind + what}>
              <td>{t(`reference.kinds.${kind}`)}</td>
              <td>
                {link === null ? (
                  what
                ) : (
                  <a href={link} target="_blank" rel="noreferrer">
                    {what}
                  </a>
                )}
              </td>
              <td>
                <span className={blocksDelete ? 'rf-state rf-bad' : 'rf-state'}>
                  <Icon name={blocksDelete ? 'cross' : 'dash'} />
                  {t(blocksDelete ? 'reference.blocks' : 'reference.allows')}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

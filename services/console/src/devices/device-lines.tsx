import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { DEVICES } from './device-list.js';

interface Line {
  readonly port: number;
  readonly account: { readonly id: string; readonly number: string; readonly extension: string | null; readonly displayName: string | null } | null;
}

/** Which account sits on which port (INV-08). */
export function DeviceLines({ id }: { readonly id: string }): React.JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: [DEVICES, id, 'lines'], queryFn: () => api<{ items: readonly Line[] }>(`devices/${id}/lines`) });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  return (
    <table className="rf-table rf-table-narrow">
      <thead>
        <tr>
          {['port', 'number', 'extension', 'displayName'].map((name) => (
            <th key={name} scope="col">
              {t(`line.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data?.items.map(({ port, account }) => (
          <tr key={port}>
            <td>{t('line.numbered', { port })}</td>
            {account ? (
              <>
                <td className="rf-mono">{account.number}</td>
                <td className="rf-mono">{account.extension}</td>
                <td>{account.displayName}</td>
              </>
            ) : (
              <td colSpan={3} className="rf-dimmed">
                {t('line.free')}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

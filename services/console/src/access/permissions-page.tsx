import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, type Page, queryOf } from '../api/api.js';
import { useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { useScope } from '../frame/scope.js';
import { Title } from '../frame/title.js';
import { Choice } from '../records/record-words.js';
import { RecordField } from '../records/record-field.js';
import { titleOf, type TreeRecord } from '../records/record-kind.js';
import { Explanation } from './explanation.js';
import { PermissionChoice } from './permission-choice.js';

const MOST_USERS = 200;
const OF = 'of';

/** What a customer and each of its users may do with devices (DIR-04), and why somebody may do something or not. */
export default function PermissionsPage(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const customer = me.customer?.id ?? params.get(OF) ?? (scope.kind === 'customer' ? scope.id : null);
  const choose = (id: unknown): void =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      if (typeof id === 'string') next.set(OF, id);
      else next.delete(OF);
      return next;
    });
  return (
    <section className="rf-view" aria-labelledby="title">
      <div className="rf-title">
        <Title>{t('nav.permissions')}</Title>
      </div>
      {!me.customer && (
        <div className="rf-narrow-form">
          <RecordField
            field={{ name: 'customer', kind: 'record', of: 'customers' }}
            label={t('record.customer')}
            value={customer}
            error={undefined}
            disabled={false}
            onChange={choose}
          />
        </div>
      )}
      {customer === null ? <p className="rf-dimmed rf-gap">{t('permission.choose')}</p> : <PermissionsOf id={customer} />}
      <Explanation />
    </section>
  );
}

function PermissionsOf({ id }: { readonly id: string }): React.JSX.Element | null {
  const { t } = useTranslation();
  const me = useMe();
  const customer = useQuery({ queryKey: ['customers', 'one', id], queryFn: () => api<TreeRecord>(`customers/${id}`) });
  const users = useQuery({
    queryKey: ['users', 'of-customer', id],
    queryFn: () => api<Page<TreeRecord>>(`users${queryOf({ customerId: id, limit: MOST_USERS })}`),
  });
  const error = customer.error ?? users.error;
  if (error) return <ProblemBox error={error} />;
  if (!customer.data || !users.data) return null;
  const changesCustomer = me.role === 'administrator' || me.role === 'reseller-admin';
  return (
    <div className="rf-scroll rf-scroll-plain rf-gap">
      <table className="rf-table rf-table-tall rf-permissions">
        <thead>
          <tr>
            {['who', 'role', 'provisionDevices'].map((name) => (
              <th key={name} scope="col">
                {t(`permission.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{titleOf(customer.data)}</th>
            <td>{t('record.customer')}</td>
            <td>
              <PermissionChoice path="customers" record={customer.data} mayChange={changesCustomer} />
            </td>
          </tr>
          {users.data.items.map((user) => (
            <tr key={user.id}>
              <th scope="row">{titleOf(user)}</th>
              <td>
                <Choice value={user['role']} />
              </td>
              <td>
                <PermissionChoice path="users" record={user} mayChange={changesCustomer || me.role === 'customer-admin'} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

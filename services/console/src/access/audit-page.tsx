import type { Schemas } from '@ringfleet/client';
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { queryOf } from '../api/api.js';
import type { Column } from '../list/column.js';
import type { ListAddress } from '../list/list-address.js';
import { type ListOf, ListView } from '../list/list-view.js';
import { moment } from '../words/figures.js';
import { AuditDetails } from './audit-details.js';

type Entry = Schemas['AuditView'];

const KINDS = [
  'signed-in',
  'sign-in-failed',
  'key-used',
  'key-created',
  'key-rotated',
  'key-revoked',
  'user-created',
  'user-changed',
  'user-deleted',
  'permission-changed',
  'signing-keys-replaced',
] as const;

const column = (id: string, width: number, cell: Column<Entry>['cell'], over: Partial<Column<Entry>> = {}): Column<Entry> => ({
  id,
  label: `audit.${id}`,
  width,
  shown: true,
  cell,
  ...over,
});

const dayBegins = (day: string | undefined, later = 0): string | undefined => {
  if (day === undefined) return undefined;
  const at = new Date(`${day}T00:00`); // as the clock on the wall says it
  at.setDate(at.getDate() + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

const pathOf = ({ after, filters }: ListAddress, limit: number): string =>
  `audit${queryOf({ limit, cursor: after, kind: filters['kind'], from: dayBegins(filters['from']), to: dayBegins(filters['to'], 1) })}`;

const AUDIT: ListOf<Entry> = {
  key: 'audit',
  title: 'nav.audit',
  columns: [
    column('at', 180, ({ at }) => moment(at), { mandatory: true }),
    column('kind', 190, ({ kind }) => <Kind kind={kind} />),
    column('subject', 200, ({ subject }) => <span title={subject.name}>{subject.name}</span>),
    column('actor', 180, ({ actor }) => actor?.name),
    column('address', 140, ({ address }) => <span className="rf-mono">{address}</span>),
    column('details', 280, ({ details }) => <AuditDetails details={details} />),
  ],
  filters: ['kind', 'from', 'to'],
  firstSort: '',
  pathOf,
  nameOf: ({ subject }) => subject.name,
};

/** Who signed in, which key was used, whose permission was changed by whom: the newest first. */
export default function AuditPage(): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <ListView
      list={AUDIT}
      filters={({ filters }, change) => (
        <search className="rf-filters">
          <NativeSelect
            size="xs"
            aria-label={t('audit.kind')}
            value={filters['kind'] ?? ''}
            onChange={(event) => change({ filters: { kind: event.currentTarget.value } })}
          >
            <option value="">{t('audit.any')}</option>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`audit.kinds.${kind}`)}
              </option>
            ))}
          </NativeSelect>
          {(['from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              size="xs"
              type="date"
              className="rf-date"
              leftSection={t(`audit.${name}`)}
              leftSectionWidth={48}
              aria-label={t(`audit.${name}`)}
              value={filters[name] ?? ''}
              onChange={(event) => change({ filters: { [name]: event.currentTarget.value } })}
            />
          ))}
        </search>
      )}
      empty={() => <p className="rf-empty">{t('empty.noMatch')}</p>}
    />
  );
}

function Kind({ kind }: { readonly kind: string }): React.JSX.Element {
  const { t } = useTranslation();
  return <>{t(`audit.kinds.${kind}`)}</>;
}

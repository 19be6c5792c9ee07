import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { queryOf } from '../api/api.js';
import { useMe } from '../api/me.js';
import type { Column } from '../list/column.js';
import { type ListOf, ListView } from '../list/list-view.js';
import { Search } from '../list/search.js';
import { Icon } from '../look/icon.js';
import { NEW, useOpenRecord } from '../records/open-record.js';
import { Switched } from '../records/record-words.js';
import { figure, moment } from '../words/figures.js';
import { Owner } from './owner.js';
import { mayAddProfile, maySeeVersions, type Profile, PROFILES as KEY } from './profile.js';

const EditProfile = lazy(() => import('./edit-profile.js'));

const column = (id: string, width: number, cell: Column<Profile>['cell'], over: Partial<Column<Profile>> = {}): Column<Profile> => ({
  id,
  label: `profile.${id}`,
  width,
  shown: true,
  cell,
  ...over,
});

const PROFILES: ListOf<Profile> = {
  key: KEY,
  title: 'nav.profiles',
  columns: [
    column('name', 260, ({ id, name }) => <ProfileLink id={id} name={name} />, { mandatory: true }),
    column('owner', 220, (profile) => <Owner profile={profile} />),
    column('models', 120, ({ modelIds }) => modelIds && figure(modelIds.length), { align: 'end' }),
    column('shared', 180, ({ shared }) => shared !== undefined && <Switched value={shared} />, { bare: true }),
    column('updatedAt', 170, ({ updatedAt }) => updatedAt && moment(updatedAt), { shown: false }),
  ],
  filters: [],
  firstSort: '',
  pathOf: ({ q, after }, limit) => `${KEY}${queryOf({ limit, cursor: after, q })}`,
  nameOf: ({ name }) => name,
};

/** Of a customer, who sees no more of them. */
const NAMES: ListOf<Profile> = { ...PROFILES, columns: PROFILES.columns.filter(({ id }) => id === 'name') };

/** The CPE profiles that one may use. */
export default function ProfilesPage(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const mayAdd = mayAddProfile(me);
  const [opened, open] = useOpenRecord();
  return (
    <>
      <ListView
        list={maySeeVersions(me) ? PROFILES : NAMES}
        tools={
          mayAdd && (
            <Button size="xs" leftSection={<Icon name="plus" />} aria-keyshortcuts="n" onClick={() => open(NEW)}>
              {t('action.add')}
            </Button>
          )
        }
        filters={({ q }, change) => (
          <search className="rf-filters">
            <Search value={q} placeholder={t('record.name')} onChange={(text) => change({ q: text }, true)} />
          </search>
        )}
        empty={({ q }) => <p className="rf-empty">{t(q !== '' ? 'empty.noMatch' : mayAdd ? 'empty.first' : 'empty.records')}</p>}
      />
      {mayAdd && opened === NEW && (
        <Suspense fallback={null}>
          <EditProfile id={undefined} onClose={() => open(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function ProfileLink({ id, name }: Profile): React.JSX.Element {
  return (
    <Link to={`/profiles/${id}`} tabIndex={-1} title={name}>
      {name}
    </Link>
  );
}

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { queryOf } from '../api/api.js';
import { useMe } from '../api/me.js';
import { useScope } from '../frame/scope.js';
import { type ListOf, ListView } from '../list/list-view.js';
import { Search } from '../list/search.js';
import { Icon } from '../look/icon.js';
import { NEW, useOpenRecord } from './open-record.js';
import { RECORD_KINDS } from './record-kinds.js';
import { titleOf, type TreeRecord } from './record-kind.js';
import { RecordDialog } from './record-dialog.js';

const NO_FILTERS: readonly string[] = [];

/** Resellers, customers, sites, accounts, users, keys, device models: a list each, and a form beside it. */
export default function RecordsPage({ kind: key }: { readonly kind: string }): React.JSX.Element | null {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const [opened, open] = useOpenRecord();
  const kind = RECORD_KINDS.find((each) => each.key === key);
  const list = useMemo(
    (): ListOf<TreeRecord> | undefined =>
      kind && {
        key: kind.key,
        title: `nav.${kind.key}`,
        columns: kind.columns,
        filters: NO_FILTERS,
        firstSort: '',
        pathOf: ({ q, after }, limit) => `${kind.key}${queryOf({ limit, cursor: after, q, ...kind.within(scope) })}`,
        nameOf: titleOf,
      },
    [kind, scope],
  );
  if (!kind || !list) return null;
  const mayChange = kind.mayChange(me);
  return (
    <>
      <ListView
        list={list}
        tools={
          mayChange && (
            <Button size="xs" leftSection={<Icon name="plus" />} aria-keyshortcuts="n" onClick={() => open(NEW)}>
              {t('action.add')}
            </Button>
          )
        }
        filters={({ q }, change) => (
          <search className="rf-filters">
            <Search value={q} placeholder={t(`record.search.${kind.key}`)} onChange={(text) => change({ q: text }, true)} />
          </search>
        )}
        empty={({ q }) => <p className="rf-empty">{t(q !== '' ? 'empty.noMatch' : mayChange ? 'empty.first' : 'empty.records')}</p>}
      />
      {opened !== undefined && (
        <RecordDialog key={opened} kind={kind} id={opened === NEW ? undefined : opened} mayChange={mayChange} onClose={() => open(undefined)} />
      )}
    </>
  );
}

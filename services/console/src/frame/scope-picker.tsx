import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api } from '../api/api.js';
import { isProvider, type Me } from '../api/me.js';
import { labelOf, titleOf, type TreeRecord } from '../records/record-kind.js';
import { ChoiceButton } from './choice-button.js';
import { kindsFor, type Scope, SCOPED, useScope } from './scope.js';

const ScopeChoice = lazy(() => import('./scope-choice.js'));

/** UI-02b: the provider chooses everything, a reseller or a customer; a reseller everything of its own or a customer; a customer all sites or one. */
export function ScopePicker({ me }: { readonly me: Me }): React.JSX.Element {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const scope = useScope();
  const chosen = useName(me, scope);
  if (kindsFor(me).length === 0) return <span className="rf-scope">{me.customer?.name}</span>;
  const all = me.customer ? t('scope.allSites') : (me.reseller?.name ?? t('scope.everything'));
  const name = chosen ?? all;
  return (
    <div className="rf-scope">
      <span aria-hidden="true">{t('scope.label')}</span>
      <ChoiceButton named={name} label={t('filter.chosen', { label: t('scope.label'), name })} isSet={scope.kind !== 'all'}>
        {(close) => (
          <ScopeChoice
            me={me}
            all={all}
            onClose={close}
            onChoose={(wanted) => setParams(new URLSearchParams(wanted === '' ? {} : { scope: wanted }))} // what was filtered before belongs to the scope before
          />
        )}
      </ChoiceButton>
    </div>
  );
}

/** What the scope is called; its id where that is not to be seen. */
function useName(me: Me, scope: Scope): string | undefined {
  const path = scope.kind === 'all' ? '' : SCOPED[scope.kind];
  const id = scope.kind === 'all' ? '' : scope.id;
  const { data } = useQuery({ queryKey: [path, 'one', id], queryFn: () => api<TreeRecord>(`${path}/${id}`), enabled: id !== '', retry: false });
  if (id === '') return undefined;
  return data ? (isProvider(me) ? labelOf : titleOf)(data) : id;
}

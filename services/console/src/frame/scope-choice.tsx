import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Page, queryOf } from '../api/api.js';
import { isProvider, type Me } from '../api/me.js';
import { labelOf, nameIn, titleOf, type TreeRecord } from '../records/record-kind.js';
import { OpenChoice } from './open-choice.js';
import { kindsFor, SCOPED } from './scope.js';

interface ScopeChoiceProps {
  readonly me: Me;
  /** What no scope reads as. */
  readonly all: string;
  /** `reseller:ID`, or nothing. */
  readonly onChoose: (scope: string) => void;
  readonly onClose: (isBack: boolean) => void;
}

const FOUND = 50;
const ALL = 'all';

/** The choice of the scope while it is open: everything, or one by any part of its name. */
export default function ScopeChoice({ me, all, onChoose, onClose }: ScopeChoiceProps): React.JSX.Element {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 200);
  const kinds = kindsFor(me);
  const found = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['pick', SCOPED[kind], 'scope', settled],
      queryFn: () => api<Page<TreeRecord>>(`${SCOPED[kind]}${queryOf({ limit: FOUND, q: nameIn(settled) })}`),
      placeholderData: keepPreviousData,
    })),
  });
  const nameOf = isProvider(me) ? labelOf : titleOf;
  const groups = kinds.map((kind, index) => ({
    group: t(`scope.${SCOPED[kind]}`),
    items: (found[index]?.data?.items ?? []).map((record) => ({ value: `${kind}:${record.id}`, label: nameOf(record) })),
  }));
  return (
    <OpenChoice
      label={t('scope.label')}
      data={[...(settled === '' ? [{ value: ALL, label: all }] : []), ...groups]}
      text={text}
      onSearch={setText}
      onClose={onClose}
      onChoose={(scope) => onChoose(scope === null || scope === ALL ? '' : scope)}
    />
  );
}

import type { Schemas } from '@ringfleet/client';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryOf } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { RecordField } from '../records/record-field.js';
import { sentenceWords } from '../words/refusal-words.js';

const ACTIONS = ['devices.list', 'devices.import', 'device.view', 'device.change', 'device.lines', 'device.remove'] as const;
const isAboutDevice = (action: string): boolean => action.startsWith('device.');
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

type Access = Schemas['Access'];

/** May this user do that? By the decisions that enforce it (DIR-02a). */
export function Explanation(): React.JSX.Element {
  const { t } = useTranslation();
  const [user, setUser] = useState<string>();
  const [action, setAction] = useState<string>(ACTIONS[0]);
  const [device, setDevice] = useState<string>();
  const subject = isAboutDevice(action) ? device : undefined;
  const asked = user !== undefined && (subject !== undefined || !isAboutDevice(action));
  const { data, error } = useQuery({
    queryKey: ['access', user, action, subject],
    queryFn: () => api<Access>(`access/explain${queryOf({ user, action, subject })}`),
    enabled: asked,
    staleTime: 0,
  });
  const record = (of: 'users' | 'devices', value: string | undefined, onChange: (id: string | undefined) => void): React.JSX.Element => (
    <RecordField
      field={{ name: of, kind: 'record', of }}
      label={t(`explain.${of}`)}
      value={value}
      error={undefined}
      disabled={false}
      onChange={(id) => onChange(textOf(id))}
    />
  );
  return (
    <section className="rf-narrow-form" aria-labelledby="explanation">
      <h2 id="explanation">{t('explain.title')}</h2>
      {record('users', user, setUser)}
      <NativeSelect label={t('explain.action')} value={action} onChange={(event) => setAction(event.currentTarget.value)}>
        {ACTIONS.map((each) => (
          <option key={each} value={each}>
            {t(`explain.actions.${each.replace('.', '-')}`)}
          </option>
        ))}
      </NativeSelect>
      {isAboutDevice(action) && record('devices', device, setDevice)}
      <div role="status">
        {error && <ProblemBox error={error} />}
        {asked && data && <Answer {...data} />}
      </div>
    </section>
  );
}

function Answer({ allowed, rule, reason }: Access): React.JSX.Element {
  const { t } = useTranslation();
  const words = sentenceWords({ code: 'not_permitted', message: reason }); // whoever is refused for it reads the same
  return (
    <div className="rf-answer">
      <strong className={allowed ? 'rf-good' : 'rf-bad'}>
        <Icon name={allowed ? 'check' : 'cross'} /> {t(allowed ? 'word.yes' : 'word.no')}
      </strong>
      {words === undefined ? <p lang="en">{reason}</p> : <p>{words}</p>}
      <p className="rf-meta">
        <span className="rf-mono">{rule}</span> {t(`explain.rules.${rule}`)}
      </p>
    </div>
  );
}

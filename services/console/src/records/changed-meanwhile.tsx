import { Button } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { comeTo } from '../frame/come-to.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import { formOf, readNameOf } from './form-values.js';
import { type Field, nameOf, type RecordKind, type TreeRecord, type Values } from './record-kind.js';

interface ChangedMeanwhileProps {
  readonly kind: RecordKind;
  /** As it was when the form was opened. */
  readonly record: TreeRecord;
  readonly values: Values;
  /** The form rests on theirs now; what one typed stays, and is saved by the next click. */
  readonly onTaken: (theirs: TreeRecord) => void;
}

/** Somebody saved first (412): what was, what they made of it, what oneself wants; then one saves again or not. */
export function ChangedMeanwhile({ kind, record, values, onTaken }: ChangedMeanwhileProps): React.JSX.Element | null {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: [kind.key, 'one', record.id, 'now'],
    queryFn: async () => ({ theirs: await api<TreeRecord>(`${kind.key}/${record.id}`), by: kind.keepsHistory ? await lastChangedBy(kind, record) : undefined }),
    staleTime: 0,
    gcTime: 0, // what somebody saved before that is nothing to go on with
  });
  if (error) return <ProblemBox error={error} takesFocus />;
  if (!data) return null;
  const { theirs, by } = data;
  const at = moment(String(theirs['updatedAt']));
  const [before, now] = [formOf(kind, record), formOf(kind, theirs)];
  const differing = kind.fields.filter(({ name }) => same(before[name]) !== same(now[name]));
  const words = (of: TreeRecord, { name, from }: Field): string => nameOf(of[readNameOf(name)]) || same(from ? from(of) : of[name]);
  return (
    <div className="rf-problem" role="alert" ref={comeTo} tabIndex={-1}>
      <div>
        <strong>{by === undefined ? t('record.changedMeanwhile', { at }) : t('record.changedMeanwhileBy', { name: by, at })}</strong>
        <table className="rf-compare">
          <thead>
            <tr>
              {['field', 'before', 'theirs', 'yours'].map((name) => (
                <th key={name} scope="col">
                  {t(`record.compare.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differing.map((field) => (
              <tr key={field.name}>
                <th scope="row">{field.title ?? t(`${kind.words}.${field.name}`)}</th>
                <td>{words(record, field)}</td>
                <td>{words(theirs, field)}</td>
                <td>{same(values[field.name]) === same(before[field.name]) ? '' : same(values[field.name])}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Button variant="default" size="xs" onClick={() => onTaken(theirs)}>
          {t('record.goOn')}
        </Button>
      </div>
    </div>
  );
}

/** Of the newest change; undefined where that cannot be had, as the rest can be decided without. */
async function lastChangedBy({ key }: RecordKind, { id }: TreeRecord): Promise<string | undefined> {
  const history = api<{ items: readonly Schemas['HistoryEntry'][] }>(`${key}/${id}/history`);
  return history.then(({ items }) => items[0]?.by.name).catch(() => undefined);
}

/** A value as text, so that two can be held against each other. */
const same = (value: unknown): string => (typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value));

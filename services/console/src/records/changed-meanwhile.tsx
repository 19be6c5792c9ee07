import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
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
  const { data: theirs, error } = useQuery({
    queryKey: [kind.key, 'one', record.id, 'now'],
    queryFn: () => api<TreeRecord>(`${kind.key}/${record.id}`),
    staleTime: 0,
  });
  if (error) return <ProblemBox error={error} />;
  if (!theirs) return null;
  const [before, now] = [formOf(kind, record), formOf(kind, theirs)];
  const differing = kind.fields.filter(({ name }) => same(before[name]) !== same(now[name]));
  const words = (of: TreeRecord, { name, from }: Field): string => nameOf(of[readNameOf(name)]) || same(from ? from(of) : of[name]);
  return (
    <div className="rf-problem" role="alert">
      <div>
        <strong>{t('record.changedMeanwhile', { at: moment(String(theirs['updatedAt'])) })}</strong>
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

/** A value as text, so that two can be held against each other. */
const same = (value: unknown): string => (typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value));

import { Button, CloseButton, Drawer } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { useMe } from '../api/me.js';
import { Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { DeleteRecord } from './delete-record.js';
import { RecordActions } from './record-actions.js';
import { RecordField } from './record-field.js';
import { formOf, sentOf } from './record-form.js';
import { type RecordKind, titleOf, type TreeRecord, type Values } from './record-kind.js';

interface RecordDialogProps {
  readonly kind: RecordKind;
  /** Absent for a new one. */
  readonly id: string | undefined;
  readonly mayChange: boolean;
  readonly onClose: () => void;
}

/** The form of one record beside its list. What somebody else changed meanwhile is shown, and nothing typed is lost. */
export function RecordDialog({ kind, id, mayChange, onClose }: RecordDialogProps): React.JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [kind.key, 'one', id],
    queryFn: () => api<TreeRecord>(`${kind.key}/${id}`),
    enabled: id !== undefined,
  });
  const title = id === undefined ? t(`record.new.${kind.key}`) : data ? titleOf(data) : '';
  return (
    <Drawer opened onClose={onClose} position="right" size={480} withCloseButton={false} aria-label={title}>
      <div className="rf-dialog-title">
        <h2>{title}</h2>
        <CloseButton aria-label={t('action.close')} onClick={onClose} />
      </div>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {(data || id === undefined) && <RecordForm kind={kind} record={data} mayChange={mayChange} onClose={onClose} />}
    </Drawer>
  );
}

interface RecordFormProps extends Omit<RecordDialogProps, 'id'> {
  readonly record: TreeRecord | undefined;
}

function RecordForm({ kind, record, mayChange, onClose }: RecordFormProps): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>(() => formOf(kind, record));
  const [key] = useState(() => crypto.randomUUID()); // a second click makes no second record
  const [made, setMade] = useState<TreeRecord>();
  const isFixed = record !== undefined && kind.unchangeable;
  const save = useMutation({
    mutationFn: () =>
      record
        ? api<TreeRecord>(`${kind.key}/${record.id}`, { method: 'PATCH', body: sentOf(kind, values, record), ifMatch: record.version })
        : api<TreeRecord>(kind.key, { method: 'POST', body: sentOf(kind, values), idempotencyKey: key }),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: [kind.key] });
      if (typeof saved['clientSecret'] === 'string') setMade(saved);
      else onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const errorOf = (name: string): string | undefined =>
    save.error instanceof Problem ? save.error.document.errors?.find(({ field }) => field === name)?.message : undefined;
  if (made) return <RecordActions kind={kind} record={made} secret={String(made['clientSecret'])} onClose={onClose} />;
  return (
    <form className="rf-form" onSubmit={submit}>
      {kind.fields
        .filter(({ shown }) => shown?.(me, values) ?? true)
        .map((field) => (
          <RecordField
            key={field.name}
            field={field}
            value={values[field.name]}
            error={errorOf(field.name)}
            disabled={!mayChange || isFixed === true || (record !== undefined && field.fixed === true)}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
      {save.error && <ProblemBox error={save.error} />}
      {mayChange && !isFixed && (
        <Button type="submit" loading={save.isPending}>
          {t('action.save')}
        </Button>
      )}
      {record && <RecordActions kind={kind} record={record} onClose={onClose} />}
      {record && mayChange && <DeleteRecord kind={kind} record={record} onDone={onClose} />}
    </form>
  );
}

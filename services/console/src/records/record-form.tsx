import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { useMe } from '../api/me.js';
import { Problem } from '../api/problem.js';
import { UsersExceed } from '../access/users-exceed.js';
import { ChangedMeanwhile } from './changed-meanwhile.js';
import { DeleteRecord } from './delete-record.js';
import { CHECK, errorBeside, useFormCheck } from './form-check.js';
import { useFormDraft } from './form-draft.js';
import { formOf, readNameOf, rebased, sentOf } from './form-values.js';
import { RecordActions } from './record-actions.js';
import { RecordField } from './record-field.js';
import type { Field, RecordKind, TreeRecord, Values } from './record-kind.js';
import { RefusedSave } from './refused-save.js';
import { useSubmitKey } from './submit-key.js';

interface RecordFormProps {
  readonly kind: RecordKind;
  /** Absent for a new one. */
  readonly record: TreeRecord | undefined;
  readonly mayChange: boolean;
  readonly onClose: () => void;
  /** It was deleted. */
  readonly onGone: () => void;
}

interface Saving {
  /** The form stays for the next one. */
  readonly another?: boolean;
  /** Said besides, after a refusal that asks for it. */
  readonly also?: Values;
}

/** The fields of a record. Nothing typed is lost: not to a refusal, not to somebody who changed the record meanwhile. */
export function RecordForm({ kind, record, mayChange, onClose, onGone }: RecordFormProps): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [base, setBase] = useState(record); // what the values rest on
  const { values, setValues, isRestored, forget } = useFormDraft(kind, record);
  const [key, setKey] = useState(() => crypto.randomUUID()); // a second click makes no second record
  const form = useSubmitKey();
  const called = useCalled(kind);
  const [made, setMade] = useState<TreeRecord>();
  const save = useMutation({
    mutationFn: ({ also }: Saving) =>
      base
        ? api<TreeRecord>(`${kind.key}/${base.id}`, { method: 'PATCH', body: { ...sentOf(kind, values, base), ...also }, ifMatch: base.version })
        : api<TreeRecord>(kind.key, { method: 'POST', body: sentOf(kind, values), idempotencyKey: key }),
    onMutate: () => queries.cancelQueries({ queryKey: [CHECK] }), // once it is saved its own name would be taken
    onSuccess: async (saved, { another }) => {
      await queries.invalidateQueries({ queryKey: [kind.key] });
      if (typeof saved['clientSecret'] === 'string') setMade(saved);
      else if (another) {
        setValues(Object.fromEntries((kind.another ?? []).map((name) => [name, values[name]])));
        setKey(crypto.randomUUID());
      } else onClose();
      forget();
    },
  });
  const changes = mayChange && !(base && kind.unchangeable);
  const checked = useFormCheck({ kind, values, record: base, enabled: changes && !save.isPending });
  const submit = (event: FormEvent, next: boolean): void => {
    event.preventDefault();
    save.mutate({ another: next });
  };
  if (made) return <RecordActions kind={kind} record={made} secret={String(made['clientSecret'])} onClose={onClose} />;
  const refused = save.error instanceof Problem ? save.error : undefined;
  const exceeded = refused?.code === 'users_exceed_customer' ? refused : undefined;
  const isMended = checked?.length === 0 && refused?.document.errors !== undefined;
  const fields = kind.fields
    .filter(({ shown }) => shown?.(me, values, base) ?? true)
    .map((field) => ({ field, ...called(field), error: errorBeside(called(field), values, checked, refused) }));
  return (
    <form ref={form} className="rf-form" onSubmit={(event) => submit(event, false)}>
      {isRestored && <RestoredDraft onDiscard={() => (setValues(formOf(kind, base)), forget())} />}
      {save.isSuccess && save.variables.another && <output className="rf-good">{t('record.saved')}</output>}
      {fields.map(({ name, field, ...shown }, at) => (
        <RecordField
          key={name}
          field={field}
          {...shown}
          value={values[name]}
          values={values}
          known={base !== undefined && base['secretVersion'] !== 0}
          first={base === undefined && at === 0}
          read={base?.[readNameOf(name)]}
          disabled={!changes || (base !== undefined && field.fixed === true)}
          onChange={(value) => setValues({ ...values, [name]: value })}
        />
      ))}
      {base && refused?.status === 412 && (
        <ChangedMeanwhile
          kind={kind}
          record={base}
          values={values}
          onTaken={(theirs) => {
            setValues(rebased(kind, values, base, theirs));
            setBase(theirs);
            save.reset();
            form.current?.querySelector<HTMLElement>('[type=submit]')?.focus(); // it is the next step, and the button that was pressed is gone
          }}
        />
      )}
      {exceeded && (
        <UsersExceed problem={exceeded} permission={String(values['provisionDevices'])} onLower={() => save.mutate({ also: { lowerUsers: true } })} />
      )}
      {save.error && !exceeded && !isMended && refused?.status !== 412 && <RefusedSave error={save.error} fields={fields} />}
      {changes && <SaveButtons pending={save.isPending} onAnother={!base && kind.another ? (event) => submit(event, true) : undefined} />}
      {base && mayChange && !base['revokedAt'] && <RecordActions kind={kind} record={base} onClose={onClose} />}
      {base && mayChange && !kind.lasting && !base['revokedAt'] && <DeleteRecord kind={kind} record={base} onDone={onGone} />}
    </form>
  );
}

/** What a field is called on the page, and what leads to it there. */
function useCalled({ words }: RecordKind): (field: Field) => { readonly name: string; readonly label: string; readonly id: string } {
  const { t } = useTranslation();
  const id = useId();
  return ({ name, title }) => ({ name, label: title ?? t(`${words}.${name}`), id: `${id}${name}` });
}

interface SaveButtonsProps {
  readonly pending: boolean;
  /** Absent where one after the other is not made. */
  readonly onAnother: ((event: FormEvent) => void) | undefined;
}

function SaveButtons({ pending, onAnother }: SaveButtonsProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="rf-actions">
      <Button type="submit" loading={pending}>
        {t('action.save')}
      </Button>
      {onAnother && (
        <Button variant="default" disabled={pending} onClick={onAnother}>
          {t('action.saveAndAdd')}
        </Button>
      )}
    </div>
  );
}

function RestoredDraft({ onDiscard }: { readonly onDiscard: () => void }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <p role="status" className="rf-info">
      {t('record.restored')}{' '}
      <button type="button" className="rf-link" onClick={onDiscard}>
        {t('record.discard')}
      </button>
    </p>
  );
}

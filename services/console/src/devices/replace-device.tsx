import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { fieldError } from '../api/problem.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { RecordField } from '../records/record-field.js';
import type { Field, Values } from '../records/record-kind.js';
import type { Device } from './device.js';
import { DEVICES } from './device-list.js';

interface ReplaceDeviceProps {
  readonly device: Device;
  readonly onClose: () => void;
}

const FIELDS: readonly Field[] = [
  { name: 'macAddress', kind: 'text', required: true },
  { name: 'model', kind: 'record', of: 'models', required: true },
  { name: 'inventoryId', kind: 'text' },
];

/** Another phone takes over lines, profile and assignment of a broken one (INV-08b). */
export function ReplaceDevice({ device, onClose }: ReplaceDeviceProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>({ macAddress: '', model: device.model.id, inventoryId: '' });
  const [key] = useState(() => crypto.randomUUID());
  const replace = useMutation({
    mutationFn: () => {
      const given = Object.entries(values).filter(([, value]) => value !== '' && value !== null);
      return api(`devices/${device.id}/replace`, { method: 'POST', body: Object.fromEntries(given), ifMatch: device.version, idempotencyKey: key });
    },
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: [DEVICES] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    replace.mutate();
  };
  return (
    <Dialog title={t('replace.title', { name: device.name })} size={480} onClose={onClose}>
      <p>{t('replace.help', { mac: device.macAddress ?? t('word.none') })}</p>
      <form className="rf-form" onSubmit={submit}>
        {FIELDS.map((field) => (
          <RecordField
            key={field.name}
            field={field}
            label={t(`replace.${field.name}`)}
            value={values[field.name]}
            read={field.name === 'model' ? device.model : undefined}
            error={fieldError(replace.error, field.name, t(`replace.${field.name}`))}
            disabled={false}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        {replace.error && <ProblemBox error={replace.error} />}
        <div className="rf-dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={replace.isPending}>
            {t('replace.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

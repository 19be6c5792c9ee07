import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { Device } from './device.js';
import { DEVICES } from './device-list.js';
import { ReferenceTable, useReferences } from './device-references.js';

interface RemoveDeviceProps {
  readonly device: Device;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Shows what refers to the device before it is deleted; what blocks it is said, not tried (INV-09, UI-08). */
export function RemoveDevice({ device, onClose, onRemoved }: RemoveDeviceProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const title = t('remove.title', { name: device.name });
  const references = useReferences(device.id);
  const remove = useMutation({
    mutationFn: () => api(`devices/${device.id}`, { method: 'DELETE', ifMatch: device.version }),
    onSuccess: async () => {
      onRemoved();
      await queries.invalidateQueries({ queryKey: [DEVICES] });
    },
  });
  const blocked = references.data?.some(({ blocksDelete }) => blocksDelete) ?? false;
  return (
    <Dialog title={title} size={560} onClose={onClose}>
      {references.data && references.data.length > 0 && (
        <>
          <p>{t('remove.references')}</p>
          <ReferenceTable references={references.data} label={title} />
        </>
      )}
      {references.data?.length === 0 && <p>{t('reference.none')}</p>}
      {blocked && (
        <p className="rf-bad rf-gap" role="status">
          {t('remove.blocked')}
        </p>
      )}
      {references.error && <ProblemBox error={references.error} />}
      {remove.error && <ProblemBox error={remove.error} />}
      <div className="rf-dialog-foot">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('action.keep')}
        </Button>
        <Button color="red" disabled={!references.data || blocked} loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('remove.do')}
        </Button>
      </div>
    </Dialog>
  );
}

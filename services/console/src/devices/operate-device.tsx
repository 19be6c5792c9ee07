import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { type Operation, type OperationKind, OUTCOMES, useOperation } from '../operations/operation.js';
import { OutcomeSign } from '../operations/outcome-sign.js';
import type { Device } from './device.js';

interface OperateDeviceProps {
  readonly device: Device;
  readonly kind: OperationKind;
  readonly onClose: () => void;
}

/** Restarts the phone, or makes it fetch its configuration, and says what was seen of that. */
export function OperateDevice({ device, kind, onClose }: OperateDeviceProps): React.JSX.Element {
  const { t } = useTranslation();
  const [key] = useState(() => crypto.randomUUID());
  const start = useMutation({ mutationFn: () => api<Operation>(`devices/${device.id}/${kind}`, { method: 'POST', body: {}, idempotencyKey: key }) });
  return (
    <Dialog title={t(`operation.${kind}.title`, { name: device.name })} size={480} onClose={onClose}>
      {start.data ? <OperationOutcome id={start.data.id} /> : <p>{t(`operation.${kind}.help`)}</p>}
      {start.error && <ProblemBox error={start.error} />}
      <div className="rf-dialog-foot">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t(start.data ? 'action.close' : 'action.cancel')}
        </Button>
        {!start.data && (
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            {t(`operation.${kind}.do`)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** Of one device: one of the counts is 1. */
function OperationOutcome({ id }: { readonly id: string }): React.JSX.Element | null {
  const { data, error } = useOperation(id);
  if (error) return <ProblemBox error={error} />;
  const outcome = OUTCOMES.find((each) => data?.counts[each]);
  if (!outcome) return null;
  return (
    <p role="status">
      <OutcomeSign outcome={outcome} words="outcome" />
    </p>
  );
}

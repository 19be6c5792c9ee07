import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon, type IconName } from '../look/icon.js';
import type { Device } from './device.js';

export type OperationKind = 'restart' | 'resync';
type Outcome = 'waiting' | 'sending' | 'sent' | 'confirmed' | 'no_effect' | 'timed_out' | 'not_registered' | 'refused' | 'cancelled';

interface Operation {
  readonly id: string;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled';
  /** Of one device: one of them is 1. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
}

interface OperateDeviceProps {
  readonly device: Device;
  readonly kind: OperationKind;
  readonly onClose: () => void;
}

const WATCH_MS = 1_000;
/** That it was sent is no success yet: only what was seen is (CTL-03). */
const SIGNS: Readonly<Record<Outcome, { readonly icon: IconName; readonly tone: string }>> = {
  waiting: { icon: 'clock', tone: 'info' },
  sending: { icon: 'dots', tone: 'info' },
  sent: { icon: 'dots', tone: 'info' },
  confirmed: { icon: 'check', tone: 'good' },
  no_effect: { icon: 'cross', tone: 'bad' },
  timed_out: { icon: 'cross', tone: 'bad' },
  refused: { icon: 'cross', tone: 'bad' },
  not_registered: { icon: 'off', tone: 'neutral' },
  cancelled: { icon: 'off', tone: 'neutral' },
};

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

function OperationOutcome({ id }: { readonly id: string }): React.JSX.Element | null {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['operation', id],
    queryFn: () => api<Operation>(`operations/${id}`),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : WATCH_MS),
  });
  if (error) return <ProblemBox error={error} />;
  const [outcome] = Object.keys(data?.counts ?? {}).filter((name): name is Outcome => name in SIGNS);
  if (!outcome) return null;
  const { icon, tone } = SIGNS[outcome];
  return (
    <p role="status" className={`rf-state rf-${tone}`}>
      <Icon name={icon} />
      {t(`operation.outcome.${outcome}`)}
    </p>
  );
}

const isOver = ({ state }: Operation): boolean => state === 'finished' || state === 'cancelled';

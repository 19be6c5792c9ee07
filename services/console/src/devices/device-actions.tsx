import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { Device } from './device.js';
import { EditDevice } from './edit-device.js';
import { DEVICES } from './device-list.js';
import type { OperationKind } from '../operations/operation.js';
import { OperateDevice } from './operate-device.js';
import { RemoveDevice } from './remove-device.js';
import { ReplaceDevice } from './replace-device.js';

interface DeviceActionsProps {
  readonly device: Device;
  /** What opens the menu. */
  readonly target: ReactElement;
  readonly defaultOpened?: boolean;
  readonly onRemoved?: () => void;
}

type Doing = 'edit' | 'replace' | 'remove' | OperationKind | undefined;

/** What may be done with one phone: in its row and on its page the same. */
export default function DeviceActions({ device, target, defaultOpened = false, onRemoved }: DeviceActionsProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>();
  const done = (): void => setDoing(undefined);
  const isRetired = device.state === 'retired';
  const retire = useMutation({
    mutationFn: () => api(`devices/${device.id}`, { method: 'PATCH', body: { retired: !isRetired }, ifMatch: device.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: [DEVICES] }),
  });
  return (
    <>
      <Menu withinPortal position="bottom-end" defaultOpened={defaultOpened}>
        <Menu.Target>{target}</Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/devices/${device.id}/status`}>
            {t('device.action.status')}
          </Menu.Item>
          <Menu.Item onClick={() => setDoing('restart')}>{t('operation.restart.do')}…</Menu.Item>
          <Menu.Item onClick={() => setDoing('resync')}>{t('operation.resync.do')}…</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setDoing('edit')}>{t('action.edit')}</Menu.Item>
          <Menu.Item onClick={() => setDoing('replace')}>{t('device.action.replace')}</Menu.Item>
          <Menu.Item onClick={() => retire.mutate()}>{t(isRetired ? 'device.action.return' : 'device.action.retire')}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => setDoing('remove')}>
            {t('device.action.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {doing === 'edit' && <EditDevice id={device.id} onClose={done} />}
      {(doing === 'restart' || doing === 'resync') && <OperateDevice device={device} kind={doing} onClose={done} />}
      {doing === 'replace' && <ReplaceDevice device={device} onClose={done} />}
      {doing === 'remove' && <RemoveDevice device={device} onClose={done} onRemoved={onRemoved ?? done} />}
      {retire.error && (
        <Dialog title={device.name} size={480} onClose={retire.reset}>
          <ProblemBox error={retire.error} />
          <Button variant="default" data-autofocus onClick={retire.reset}>
            {t('action.close')}
          </Button>
        </Dialog>
      )}
    </>
  );
}

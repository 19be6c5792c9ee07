import { Menu } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationKind } from '../operations/operation.js';

interface SelectionActionsProps {
  /** What opens the menu. */
  readonly target: ReactElement;
  readonly onOperate: (kind: OperationKind) => void;
  readonly onRemove: () => void;
}

/** What may be done with the phones that are ticked: as with one (UI-02a). */
export default function SelectionActions({ target, onOperate, onRemove }: SelectionActionsProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <Menu withinPortal position="bottom-end" defaultOpened>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onOperate('restart')}>{t('operation.restart.do')}…</Menu.Item>
        <Menu.Item onClick={() => onOperate('resync')}>{t('operation.resync.do')}…</Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" onClick={onRemove}>
          {t('device.action.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

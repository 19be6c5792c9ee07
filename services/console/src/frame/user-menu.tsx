import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Me } from '../api/me.js';
import { signOut } from '../session/session.js';

export function UserMenu({ me }: { readonly me: Me }): React.JSX.Element {
  const { t } = useTranslation();
  const whose = me.customer?.name ?? me.reseller?.name ?? t('frame.provider');
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className="rf-top-button">
          {me.name}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{`${t(`role.${me.role}`)} · ${whose}`}</Menu.Label>
        <Menu.Item component={Link} to="/preferences">
          {t('nav.preferences')}
        </Menu.Item>
        <Menu.Item onClick={() => void signOut()}>{t('frame.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

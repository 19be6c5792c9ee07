import { Button } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';

export function SettingsButton(props: ComponentProps<typeof Button<'button'>>): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <Button variant="default" size="xs" leftSection={<Icon name="settings" />} {...props}>
      {t('list.settings')}
    </Button>
  );
}

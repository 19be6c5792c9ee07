import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryOf } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { download } from '../imports/download.js';
import { Icon } from '../look/icon.js';

/** The devices at a site as a file (EXP-03). */
export function SiteInventory({ id }: { readonly id: string }): React.JSX.Element {
  const { t } = useTranslation();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => download(`reports/site-inventory.csv${queryOf({ site: id })}`, 'site-inventory.csv'),
  });
  return (
    <div className="rf-actions">
      <Button variant="default" size="xs" leftSection={<Icon name="down" />} loading={isPending} onClick={() => mutate()}>
        {t('lineStates.siteInventory')}
      </Button>
      {error && <ProblemBox error={error} />}
    </div>
  );
}

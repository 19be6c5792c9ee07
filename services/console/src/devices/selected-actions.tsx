import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import type { OperationKind } from '../operations/operation.js';

const SelectionActions = lazy(() => import('./selection-actions.js'));

interface SelectedActionsProps {
  readonly onOperate: (kind: OperationKind) => void;
  readonly onRemove: () => void;
}

/** The Actions menu of the phones that are ticked; it is fetched when it is opened first. */
export function SelectedActions(props: SelectedActionsProps): React.JSX.Element {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button size="xs" variant="default" aria-haspopup="menu" rightSection={<Icon name="opens" />} onClick={() => setWanted(true)}>
      {t('word.actions')}
    </Button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <SelectionActions target={button} {...props} />
    </Suspense>
  );
}

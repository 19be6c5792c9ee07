import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

interface EmptyDevicesProps {
  readonly asked: boolean;
  readonly scoped: boolean;
  readonly mayImport: boolean;
  readonly onClear: () => void;
}

/** Nothing to show says why, and what to do first. */
export function EmptyDevices({ asked, scoped, mayImport, onClear }: EmptyDevicesProps): React.JSX.Element {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const kind = asked ? 'asked' : scoped ? 'scoped' : 'none';
  return (
    <div className="rf-empty">
      <p>
        <strong>{t(`empty.${kind}`)}</strong>
      </p>
      {asked && (
        <Button variant="default" size="xs" onClick={onClear}>
          {t('list.clearFilters')}
        </Button>
      )}
      {!asked && scoped && (
        <Button variant="default" size="xs" onClick={() => setParams({})}>
          {t('scope.showEverything')}
        </Button>
      )}
      {!asked && !scoped && mayImport && (
        <Button component={Link} to="/imports" size="xs">
          {t('action.uploadFile')}
        </Button>
      )}
    </div>
  );
}

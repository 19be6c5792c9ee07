import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../frame/dialog.js';

interface RemoveTemplateProps {
  readonly file: string;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** The draft saves itself, and nothing brings the text back: it asks (UI-08). */
export default function RemoveTemplate({ file, onRemove, onClose }: RemoveTemplateProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <Dialog title={t('version.removeTemplateQuestion', { file })} size={440} onClose={onClose}>
      <p>{t('version.removeTemplateHelp')}</p>
      <div className="rf-dialog-foot">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button color="red" onClick={onRemove}>
          {t('version.removeTemplate')}
        </Button>
      </div>
    </Dialog>
  );
}

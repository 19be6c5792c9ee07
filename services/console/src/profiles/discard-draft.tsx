import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { PROFILES, type Version } from './profile.js';

interface DiscardDraftProps {
  readonly profileId: string;
  readonly version: Version;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Nothing brings a draft back: it asks. */
export default function DiscardDraft({ profileId, version, onDone, onClose }: DiscardDraftProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const discard = useMutation({
    mutationFn: () => api(`${PROFILES}/${profileId}/versions/${version.number}`, { method: 'DELETE', ifMatch: version.version }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: [PROFILES, 'one', profileId, 'versions'], exact: true });
    },
  });
  return (
    <Dialog title={t('version.discardQuestion', { number: version.number })} size={440} onClose={onClose}>
      <p>{t('version.discardHelp')}</p>
      {discard.error && <ProblemBox error={discard.error} />}
      <div className="rf-dialog-foot">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('action.keep')}
        </Button>
        <Button color="red" loading={discard.isPending} onClick={() => discard.mutate()}>
          {t('version.discardDraft')}
        </Button>
      </div>
    </Dialog>
  );
}

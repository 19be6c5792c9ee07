import '../profiles/profiles.css';
import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { RenderedFile } from '../profiles/rendered.js';
import { moment } from '../words/figures.js';
import { DEVICES } from './device-list.js';

interface WhyConfigProps {
  readonly deviceId: string;
  readonly config: Schemas['GivenConfigView'];
  readonly onClose: () => void;
}

/** A configuration that the phone got, made again: its text without secrets, and who set each value. */
export default function WhyConfig({ deviceId, config, onClose }: WhyConfigProps): React.JSX.Element {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, deviceId, 'configs', config.id],
    queryFn: () => api<Schemas['ExplainedConfig']>(`devices/${deviceId}/configs/${config.id}`),
  });
  return (
    <Dialog title={t('config.whyOf', { file: config.file })} size={860} onClose={onClose}>
      <p className="rf-meta">
        {t('config.between', { first: moment(config.firstAt), last: moment(config.lastAt) })} · <span className="rf-mono">{config.hash}</span>
      </p>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <p className={`rf-state rf-${data.reproduced ? 'good' : 'caution'}`}>
            <Icon name={data.reproduced ? 'check' : 'clock'} />
            {t(data.reproduced ? 'config.reproduced' : 'config.notReproduced')}
          </p>
          <RenderedFile label={t('version.rendered', { file: config.file })} file={data} />
        </>
      )}
    </Dialog>
  );
}

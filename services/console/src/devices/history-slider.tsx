import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import { moment } from '../words/figures.js';
import { AsOfField, useAsOf } from './as-of.js';

/** Goes through the moments at which the device changed; the last stop is now (INV-14). `changes` are oldest first. */
export function HistorySlider({ changes }: { readonly changes: readonly string[] }): React.JSX.Element {
  const { t } = useTranslation();
  const [asOf, ask] = useAsOf();
  const last = changes.length - 1;
  const at = asOf === undefined ? last : Math.max(0, changes.filter((change) => change <= asOf).length - 1);
  const go = (stop: number): void => ask(stop >= last ? undefined : changes[Math.max(0, stop)]);
  const said = asOf === undefined ? t('asOf.now') : moment(asOf);
  return (
    <div className="rf-slider" role="group" aria-label={t('asOf.label')}>
      <ActionIcon variant="default" disabled={at <= 0} aria-label={t('asOf.previous')} onClick={() => go(at - 1)}>
        <Icon name="left" />
      </ActionIcon>
      <input
        type="range"
        min={0}
        max={Math.max(last, 0)}
        value={Math.max(at, 0)}
        disabled={last <= 0}
        aria-label={t('asOf.slider')}
        aria-valuetext={said}
        onChange={(event) => go(Number(event.currentTarget.value))}
      />
      <ActionIcon variant="default" disabled={asOf === undefined} aria-label={t('asOf.next')} onClick={() => go(at + 1)}>
        <Icon name="right" />
      </ActionIcon>
      <output>{said}</output>
      <AsOfField asOf={asOf} onAsk={ask} />
    </div>
  );
}

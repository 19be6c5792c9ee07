import { Button, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import { figure } from '../words/figures.js';
import { PAGE_SIZES } from './preferences.js';

interface PagerProps {
  readonly before: number;
  readonly rows: number;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

export function Pager({ before, rows, onPrevious, onNext }: PagerProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <nav className="rf-pager" aria-label={t('list.pages')}>
      <Button variant="default" size="xs" leftSection={<Icon name="left" />} disabled={!onPrevious} onClick={onPrevious}>
        {t('list.previous')}
      </Button>
      <span>{rows > 0 && `${figure(before + 1)}–${figure(before + rows)}`}</span>
      <Button variant="default" size="xs" rightSection={<Icon name="right" />} disabled={!onNext} onClick={onNext}>
        {t('list.next')}
      </Button>
    </nav>
  );
}

/** UI-07: one choice for every list of the user. */
export function PageSize({ value, onChange }: { readonly value: number; readonly onChange: (size: number) => void }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <label className="rf-page-size">
      <span>{t('list.numberOfResults')}</span>
      <NativeSelect size="xs" value={value} onChange={(event) => onChange(Number(event.currentTarget.value))} data={PAGE_SIZES.map(String)} />
    </label>
  );
}

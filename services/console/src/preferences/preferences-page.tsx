import { NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/me.js';
import { lettersAreOn, switchLetters } from '../frame/letters.js';
import { Title } from '../frame/title.js';
import { FIRST_PAGE_SIZE, PAGE_SIZES, usePreferences } from '../list/preferences.js';
import { changeLanguage, type Language } from '../words/words.js';
import { Password } from './password.js';
import { ProviderReport } from './provider-report.js';
import { SecondFactor } from './second-factor.js';

/** How the console looks to its user, and how the user signs in. */
export default function PreferencesPage(): React.JSX.Element {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [{ pageSize = FIRST_PAGE_SIZE, rowStyle = 'comfortable' }, prefer] = usePreferences();
  const [letters, setLetters] = useState<'on' | 'off'>(lettersAreOn() ? 'on' : 'off');
  const isAdministrator = useMe().role === 'administrator';
  const choice = <T extends string>(name: string, value: T, data: readonly { value: T; label: string }[], onChange: (value: T) => void): React.JSX.Element => (
    <div>
      <span className="rf-choice-label" id={`choice-${name}`}>
        {t(`preferences.${name}`)}
      </span>
      <SegmentedControl fullWidth aria-labelledby={`choice-${name}`} value={value} data={[...data]} onChange={onChange} />
    </div>
  );
  return (
    <section className="rf-view" aria-labelledby="title">
      <div className="rf-title">
        <Title>{t('nav.preferences')}</Title>
      </div>
      <div className="rf-narrow-form">
        {choice<Language>(
          'language',
          i18n.language as Language,
          [
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ],
          (language) => void changeLanguage(language),
        )}
        {choice(
          'colours',
          colorScheme,
          (['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`preferences.${value}`) })),
          setColorScheme,
        )}
        {choice(
          'letters',
          letters,
          (['on', 'off'] as const).map((value) => ({ value, label: t(`preferences.${value}`) })),
          (wanted) => {
            switchLetters(wanted);
            setLetters(wanted);
          },
        )}
        {choice(
          'rowStyle',
          rowStyle,
          (['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`list.${value}`) })),
          (wanted) => prefer({ rowStyle: wanted }),
        )}
        <NativeSelect
          label={t('list.numberOfResults')}
          value={pageSize}
          data={PAGE_SIZES.map(String)}
          onChange={(event) => prefer({ pageSize: Number(event.currentTarget.value) })}
        />
        <p className="rf-meta">{t('preferences.follow')}</p>
        <Password />
        <SecondFactor />
        {isAdministrator && <ProviderReport />}
      </div>
    </section>
  );
}

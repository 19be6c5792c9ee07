import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../api/me.js';
import { Icon } from '../look/icon.js';
import { changeLanguage } from '../words/words.js';
import { Bell } from './bell.js';
import { PaletteOpening } from './palette-opening.js';
import { ScopePicker } from './scope-picker.js';
import { UserMenu } from './user-menu.js';

const Palette = lazy(() => import('./palette.js'));

export function TopBar({ onMenu }: { readonly onMenu: () => void }): React.JSX.Element {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [searching, setSearching] = useSearchKey();
  const [typed, setTyped] = useState(''); // before the palette was here
  const closePalette = (): void => {
    setTyped('');
    setSearching(false);
  };
  const other = i18n.language === 'en' ? 'fr' : 'en';
  const dark = colorScheme === 'dark' || (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  return (
    <header className="rf-top">
      <ActionIcon className="rf-only-narrow" variant="subtle" color="gray" aria-label={t('frame.menu')} onClick={onMenu}>
        <Icon name="menu" />
      </ActionIcon>
      <Link to="/" className="rf-brand">
        Ringfleet
      </Link>
      <ScopePicker me={me} />
      <button type="button" className="rf-search-button" onClick={() => setSearching(true)}>
        <Icon name="search" />
        <span>{t('frame.search')}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <div className="rf-top-end">
        <Bell />
        <button type="button" className="rf-top-button" lang={other} onClick={() => void changeLanguage(other)} title={t('frame.otherLanguage')}>
          {other.toUpperCase()}
        </button>
        <ActionIcon variant="subtle" color="gray" aria-label={t(dark ? 'frame.light' : 'frame.dark')} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
          <Icon name="moon" />
        </ActionIcon>
        <UserMenu me={me} />
      </div>
      {searching && (
        <Suspense fallback={<PaletteOpening typed={typed} onTyped={setTyped} onClose={closePalette} />}>
          <Palette typed={typed} onClose={closePalette} />
        </Suspense>
      )}
    </header>
  );
}

/** Ctrl K, or ⌘ K. */
function useSearchKey(): readonly [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return [open, setOpen];
}

import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { useMe } from '../api/me.js';
import { Failure } from './failure.js';
import { isAbsent, Navigation } from './navigation.js';
import { Offline } from './offline.js';
import { Shortcuts } from './shortcuts.js';
import { TopBar } from './top-bar.js';

const NotYours = lazy(() => import('./not-yours.js'));

/** Top bar, navigation, and the view between them. */
export function Frame(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  const [openAt, setOpenAt] = useState<string>(); // open until one goes somewhere
  const navigationOpen = openAt === pathname;
  return (
    <div className="rf-frame" data-navigation={navigationOpen ? 'open' : undefined}>
      <a className="rf-skip" href="#main">
        {t('frame.skip')}
      </a>
      <TopBar onMenu={() => setOpenAt(navigationOpen ? undefined : pathname)} />
      <Navigation />
      <Shortcuts />
      <main id="main" className="rf-main" tabIndex={-1}>
        <Offline />
        <Failure key={pathname}>{isAbsent(pathname, me) ? <NotYours /> : <Outlet />}</Failure>
      </main>
    </div>
  );
}

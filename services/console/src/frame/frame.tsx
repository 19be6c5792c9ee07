import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { Failure } from './failure.js';
import { Navigation } from './navigation.js';
import { Offline } from './offline.js';
import { Shortcuts } from './shortcuts.js';
import { TopBar } from './top-bar.js';

/** Top bar, navigation, and the view between them. */
export function Frame(): React.JSX.Element {
  const { t } = useTranslation();
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
        <Failure key={pathname}>
          <Outlet />
        </Failure>
      </main>
    </div>
  );
}

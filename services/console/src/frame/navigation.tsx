import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { isProvider, mayOf, type Me, useMe } from '../api/me.js';
import { Icon, type IconName } from '../look/icon.js';
import { useScopedPath } from './scope.js';

interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  readonly shown: (me: Me) => boolean;
  /** After `g` it leads here. */
  readonly letter?: string;
}

export const GROUPS: readonly { readonly label: string; readonly places: readonly Place[] }[] = [
  {
    label: 'nav.provisioning',
    places: [
      { path: '/devices', label: 'nav.devices', icon: 'phone', shown: ({ sections }) => sections.devices, letter: 'p' },
      { path: '/dashboard', label: 'nav.dashboard', icon: 'chart', shown: (me) => me.sections.devices && me.role !== 'customer-user', letter: 'd' },
      { path: '/profiles', label: 'nav.profiles', icon: 'file', shown: (me) => me.sections.devices && me.role !== 'customer-user' },
      { path: '/models', label: 'nav.models', icon: 'grid', shown: (me) => me.sections.devices && me.role !== 'customer-user' },
      { path: '/custom-fields', label: 'nav.custom-fields', icon: 'tag', shown: ({ role }) => role === 'administrator' || role === 'reseller-admin' },
      { path: '/operations', label: 'nav.operations', icon: 'again', shown: (me) => mayOf(me).changeDevices },
      { path: '/imports', label: 'nav.imports', icon: 'tray', shown: (me) => mayOf(me).import, letter: 'i' },
      {
        path: '/line-states',
        label: 'nav.line-states',
        icon: 'pulse',
        shown: (me) => me.sections.lineStatesReport && me.role !== 'customer-user',
        letter: 'l',
      },
    ],
  },
  {
    label: 'nav.tree',
    places: [
      { path: '/resellers', label: 'nav.resellers', icon: 'building', shown: isProvider },
      { path: '/customers', label: 'nav.customers', icon: 'case', shown: (me) => mayOf(me).seeTree },
      { path: '/sites', label: 'nav.sites', icon: 'place', shown: (me) => mayOf(me).seeTree },
      { path: '/accounts', label: 'nav.accounts', icon: 'number', shown: (me) => mayOf(me).seeTree },
    ],
  },
  {
    label: 'nav.access',
    places: [
      { path: '/users', label: 'nav.users', icon: 'user', shown: (me) => mayOf(me).seeTree || me.role === 'customer-admin' },
      { path: '/service-keys', label: 'nav.service-keys', icon: 'key', shown: (me) => mayOf(me).seeTree },
      { path: '/permissions', label: 'nav.permissions', icon: 'shield', shown: (me) => mayOf(me).seeTree || me.role === 'customer-admin' },
      { path: '/audit', label: 'nav.audit', icon: 'clock', shown: (me) => mayOf(me).seeTree },
    ],
  },
];

export const PLACES: readonly Place[] = GROUPS.flatMap(({ places }) => places);

/** Whether an address belongs to a place that is not there for whoever is signed in. The bell leads to one operation also those who have no list of them. */
export function isAbsent(pathname: string, me: Me): boolean {
  if (pathname.startsWith('/operations/')) return !me.sections.devices;
  const place = PLACES.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  return place !== undefined && !place.shown(me);
}

/** What is there for whoever is signed in (DIR-04, DIR-06); nothing greyed out. */
export function Navigation(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const scoped = useScopedPath();
  return (
    <nav className="rf-navigation" aria-label={t('nav.label')}>
      {GROUPS.map(({ label, places }) => {
        const shown = places.filter((place) => place.shown(me));
        if (shown.length === 0) return null;
        return (
          <div key={label}>
            <h2>{t(label)}</h2>
            <ul>
              {shown.map((place) => (
                <li key={place.path}>
                  <NavLink to={scoped(place.path)}>
                    <Icon name={place.icon} />
                    {t(place.label)}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

import { Navigate } from 'react-router';
import { useMe } from '../api/me.js';
import { GROUPS } from './navigation.js';

/** The first view that is there for whoever is signed in: Phones / CPE, for those who have that section (DIR-06). */
export function Home(): React.JSX.Element {
  const me = useMe();
  const first = GROUPS.flatMap(({ places }) => places).find(({ shown }) => shown(me));
  return <Navigate to={first?.path ?? '/preferences'} replace />;
}

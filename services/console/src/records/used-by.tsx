import { Link } from 'react-router';
import { Problem } from '../api/problem.js';

const VIEWS: Readonly<Record<string, string>> = { device: 'devices', profile: 'profiles' };

/** What still uses a record that was not deleted for it (`in_use`): the first of each kind. */
export function UsedBy({ error }: { readonly error: unknown }): React.JSX.Element | null {
  const uses = error instanceof Problem ? (error.document.usedBy ?? []) : [];
  const items = uses.flatMap(({ kind, items: used }) => used.map(({ id, name }) => ({ id, name, view: VIEWS[kind] })));
  if (items.length === 0) return null;
  return (
    <ul className="rf-plain-list">
      {items.map(({ id, name, view }) => (
        <li key={id}>{view ? <Link to={`/${view}/${id}`}>{name}</Link> : name}</li>
      ))}
    </ul>
  );
}

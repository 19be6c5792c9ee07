import { Link, useSearchParams } from 'react-router';

/** Opens the record beside its list; the address says which, so that it can be sent to somebody. */
export function RecordLink({ id, title }: { readonly id: string; readonly title: string }): React.JSX.Element {
  const [params] = useSearchParams();
  const to = new URLSearchParams(params);
  to.set('record', id);
  return (
    <Link to={`?${to}`} tabIndex={-1} title={title}>
      {title}
    </Link>
  );
}

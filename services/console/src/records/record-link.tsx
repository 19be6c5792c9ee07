import { Link, useSearchParams } from 'react-router';
import { withRecord } from './open-record.js';

/** Opens the record beside its list. */
export function RecordLink({ id, title }: { readonly id: string; readonly title: string }): React.JSX.Element {
  const [address] = useSearchParams();
  return (
    <Link to={`?${withRecord(address, id)}`} tabIndex={-1} title={title}>
      {title}
    </Link>
  );
}

import { useSearchParams } from 'react-router';

/** Stands for the one that is being added. */
export const NEW = 'new';

const RECORD = 'record';

/** The address with the form of that record open beside its list, so that it can be sent to somebody; undefined: with none. */
export function withRecord(address: URLSearchParams, id: string | undefined): URLSearchParams {
  const next = new URLSearchParams(address);
  if (id === undefined) next.delete(RECORD);
  else next.set(RECORD, id);
  return next;
}

/** Which record is open beside its list, as the address says, and opens another, or none. */
export function useOpenRecord(): readonly [string | undefined, (id: string | undefined) => void] {
  const [address, setAddress] = useSearchParams();
  return [address.get(RECORD) ?? undefined, (id) => setAddress((now) => withRecord(now, id))];
}

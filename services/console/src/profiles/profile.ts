import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { type Named, useMe } from '../api/me.js';

/** A CPE profile; a customer is shown its name alone. */
export interface Profile extends Named {
  /** null: the provider's. */
  readonly ownerResellerId?: string | null;
  readonly shared?: boolean;
  readonly modelIds?: readonly string[];
  readonly publishedVersion?: number | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

const STEADY_MS = 5 * 60_000;

/** Name of the reseller whose profile it is. */
export function useResellerName(id: string | null | undefined): string | undefined {
  const me = useMe();
  const { data } = useQuery({
    queryKey: ['resellers', 'one', id],
    queryFn: () => api<Named>(`resellers/${id}`),
    enabled: Boolean(id) && me.reseller === null,
    staleTime: STEADY_MS,
  });
  return me.reseller?.id === id ? me.reseller?.name : data?.name;
}

import type { Schemas } from '@ringfleet/client';
import { useSuspenseQuery } from '@tanstack/react-query';
import { api } from './api.js';

export type Named = Schemas['Named'];

/** Who is signed in, for whom, and which sections are there (DIR-04, DIR-06). */
export type Me = Schemas['MeView'];

export type Permission = Schemas['ProvisionDevices'];

export const ME = { queryKey: ['me'], queryFn: () => api<Me>('me'), staleTime: 60_000 };

export const useMe = (): Me => useSuspenseQuery(ME).data;

export const isProvider = ({ role }: Me): boolean => role === 'administrator' || role === 'operator';

interface May {
  readonly changeDevices: boolean;
  readonly import: boolean;
  /** What it sees: whoever may only look takes that away too. */
  readonly export: boolean;
  readonly changeTree: boolean;
  readonly seeTree: boolean;
}

/** What the role may do here (DIR-02a); the service decides each request itself. */
export function mayOf(me: Me): May {
  const { role, provisionDevices, sections } = me;
  const manages = isProvider(me) || role === 'reseller-admin';
  const changes = sections.devices && (manages || (role === 'customer-admin' && provisionDevices === 'modify'));
  return {
    changeDevices: changes,
    import: changes,
    export: sections.devices && role !== 'customer-user',
    changeTree: role === 'administrator' || role === 'reseller-admin',
    seeTree: manages,
  };
}

import { useSuspenseQuery } from '@tanstack/react-query';
import { api } from './api.js';

export type Role = 'administrator' | 'operator' | 'reseller-admin' | 'customer-admin' | 'customer-user' | 'service';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who is signed in, for whom, and which sections are there (DIR-04, DIR-06). */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly reseller: Named | null;
  readonly customer: (Named & { readonly provisionDevices: Permission }) | null;
  readonly provisionDevices: Permission | null;
  readonly sections: { readonly devices: boolean; readonly lineStatesReport: boolean };
}

export type Permission = 'none' | 'view' | 'modify';

export const ME = { queryKey: ['me'], queryFn: () => api<Me>('me'), staleTime: 60_000 };

export const useMe = (): Me => useSuspenseQuery(ME).data;

export const isProvider = ({ role }: Me): boolean => role === 'administrator' || role === 'operator';

/** What the role may do here (DIR-02a); the service decides each request itself. */
export function mayOf(me: Me): { readonly changeDevices: boolean; readonly import: boolean; readonly changeTree: boolean; readonly seeTree: boolean } {
  const { role, provisionDevices, sections } = me;
  const manages = isProvider(me) || role === 'reseller-admin' || (role === 'service' && provisionDevices === null);
  const changes = sections.devices && (manages || (role === 'customer-admin' && provisionDevices === 'modify'));
  return { changeDevices: changes, import: changes, changeTree: role === 'administrator' || role === 'reseller-admin', seeTree: manages };
}

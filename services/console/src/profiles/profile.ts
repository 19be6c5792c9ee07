import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { isProvider, type Me, type Named, useMe } from '../api/me.js';

/** A CPE profile; a customer is shown its name alone. */
export type Profile = Schemas['ProfileName'] & Partial<Schemas['WholeProfile']>;
export type WholeProfile = Schemas['WholeProfile'];
export type Version = Schemas['VersionView'];
export type VersionSummary = Schemas['VersionSummary'];
export type Variable = Schemas['Variable'];
export type Template = Schemas['FileTemplate'];
export type Value = Schemas['ShownValue'];

export const PROFILES = 'profiles';
const STEADY_MS = 5 * 60_000;

export const isWhole = (profile: Profile): profile is WholeProfile => profile.modelIds !== undefined;

/** Administrators change all, a reseller's its own (DIR-02a); the service decides each request itself. */
export const mayChangeProfile = (me: Me, { ownerResellerId }: Profile): boolean =>
  me.role === 'administrator' || (me.role === 'reseller-admin' && me.reseller !== null && ownerResellerId === me.reseller.id);

export const mayAddProfile = ({ role }: Me): boolean => role === 'administrator' || role === 'reseller-admin';

/** Versions are nothing that a customer sees. */
export const maySeeVersions = (me: Me): boolean => isProvider(me) || me.role === 'reseller-admin';

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

/** The models that it is for, in the order of their names. */
export function useModels(ids: readonly string[]): readonly Named[] | undefined {
  const { data } = useQuery({
    queryKey: ['models', 'named', ids],
    queryFn: async () => {
      const models = await Promise.all(ids.map((id) => api<Named>(`models/${id}`)));
      return models.toSorted((one, other) => one.name.localeCompare(other.name));
    },
    staleTime: STEADY_MS,
  });
  return data;
}

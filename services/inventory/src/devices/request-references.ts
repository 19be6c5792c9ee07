import type { Caller, Permission } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { standingOf } from '@ringfleet/tenants';
import { fieldsById } from '../fields/find-fields.js';
import type { LoadedReferences, References } from '../imports/references.js';
import type { Model } from '../models/model.js';
import type { Customer, Profile, Reseller, Site } from '../tenants/tenant.js';
import type { Device } from './device.js';
import type { DeviceFields } from './request-row.js';

interface TenantRow {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly nameKey: string;
  readonly resellerId: string | null;
  readonly customerId: string;
  readonly permission: Permission;
  readonly approvedModelIds: readonly string[];
}

const MODELS = `select id, vendor, name, name_key as "nameKey", ports, virtual from models where deleted_at is null and id = any($1::uuid[])`;
const TENANTS = `
  select id, kind, name, name_key as "nameKey", reseller_id as "resellerId", customer_id as "customerId", permission, approved_model_ids as "approvedModelIds"
  from tenants where deleted_at is null and id = any($1::uuid[]) and (not closing or id = any($2::uuid[]))`;
const PROFILES = `
  select id, name, name_key as "nameKey", owner_reseller_id as "ownerResellerId", shared, model_ids as "modelIds"
  from profiles where deleted_at is null and id = any($1::uuid[]) and (not closing or id = any($2::uuid[]))`;

/** The records that a request names, by their ids. */
export interface NamedIds {
  readonly tenants: readonly string[];
  readonly profiles: readonly string[];
  readonly accounts?: readonly string[];
}

const given = (...ids: readonly (string | null | undefined)[]): string[] => [...new Set(ids.flatMap((id) => (id ? [id.toLowerCase()] : [])))];

export const namedIn = ({ managedBy, assignedTo, site, profile }: DeviceFields): NamedIds => ({
  tenants: given(managedBy, assignedTo, site),
  profiles: given(profile),
});

/** What the copies have of the records that a request names, and of those that the device refers to, as the scope of the transaction sees them. */
export const loadRequestReferences = (tx: Tx, caller: Caller, fields: DeviceFields, device?: Device): Promise<LoadedReferences> =>
  loadReferencesById(tx, caller, { ...namedIn(fields), models: given(fields.model), fields: Object.keys(fields.custom ?? {}) }, device ? [device] : []);

/** The same for many devices. */
export async function loadReferencesById(
  tx: Tx,
  caller: Caller,
  named: NamedIds & { readonly models?: readonly string[]; readonly fields?: readonly string[] },
  devices: readonly Device[],
): Promise<LoadedReferences> {
  const own = 'resellerId' in caller.scope ? caller.scope.resellerId : null;
  const ownCustomer = caller.scope.kind === 'customer' ? caller.scope.customerId : null;
  // What they refer to already they may go on with while that is being deleted.
  const kept = given(...devices.flatMap(({ managedBy, customerId, siteId }) => [managedBy, customerId, siteId]));
  const ownProfiles = given(...devices.map(({ profileId }) => profileId));
  const tenants = await tx.query<TenantRow>(TENANTS, [given(...named.tenants, own, ownCustomer, ...kept), kept]);
  const ofKind = (kind: string): TenantRow[] => tenants.filter((tenant) => tenant.kind === kind);
  return {
    standing: await standingOf(tx, caller),
    isStandingDoubtful: false, // the section was asked for before
    models: await tx.query<Model>(MODELS, [given(...(named.models ?? []), ...devices.map(({ modelId }) => modelId))]),
    resellers: ofKind('reseller') satisfies Reseller[],
    customers: ofKind('customer') satisfies Customer[],
    sites: ofKind('site') satisfies Site[],
    profiles: await tx.query<Profile>(PROFILES, [given(...named.profiles, ...ownProfiles), ownProfiles]),
    fields: await fieldsById(tx, named.fields ?? []),
  };
}

/** Records found by the ids that the cells of a request hold. */
export function referencesById(loaded: LoadedReferences): References {
  const byId = <T extends { readonly id: string }>(records: readonly T[]): ReadonlyMap<string, T> => new Map(records.map((record) => [record.id, record]));
  const one = <T>(record: T | undefined): readonly T[] => (record === undefined ? [] : [record]);
  const models = byId(loaded.models);
  const resellers = byId(loaded.resellers);
  const customers = byId(loaded.customers);
  const sites = byId(loaded.sites);
  const profiles = byId(loaded.profiles);
  return {
    standing: loaded.standing,
    isStandingDoubtful: loaded.isStandingDoubtful,
    modelByKey: (id) => models.get(id),
    modelById: (id) => models.get(id),
    resellerByKey: (id) => resellers.get(id),
    customersNamed: (id) => one(customers.get(id)),
    siteOf: (customerId, id) => {
      const site = sites.get(id);
      return site?.customerId === customerId ? site : undefined;
    },
    profilesByKey: (id) => one(profiles.get(id)),
    fields: loaded.fields,
  };
}

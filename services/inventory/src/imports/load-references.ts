import { type Caller, isId, nameKey, type Permission, textOf } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { isDoubtful, standingOf } from '@ringfleet/tenants';
import { fieldIdsIn } from '../fields/custom-column.js';
import { fieldsById } from '../fields/find-fields.js';
import { type Model } from '../models/model.js';
import type { Customer, Profile, Reseller, Site } from '../tenants/tenant.js';
import { type LoadedReferences, resellerCustomerPairs } from './references.js';
import type { Column, ImportRow } from './row.js';

/** The distinct references of a chunk, as keys to look up. */
export interface Mentioned {
  /** Keys of names of resellers and customers. */
  readonly tenants: readonly string[];
  /** Ids of customers written in place of their names. */
  readonly tenantIds: readonly string[];
  readonly sites: readonly string[];
  readonly profiles: readonly string[];
  /** Ids of custom fields. */
  readonly fields: readonly string[];
}

/** What rows mention; `ownTenants` are the ids of the uploader's own reseller and customer. */
export function mentionedIn(rows: readonly ImportRow[], ownTenants: readonly string[]): Mentioned {
  const distinct = (column: Column): string[] => [...new Set(rows.map((row) => textOf(row, column)).filter((text) => text !== '' && !text.includes('\0')))];
  const keys = (column: Column): string[] => [...new Set(distinct(column).map(nameKey))];
  const customers = distinct('customer');
  const pairs = customers.flatMap(resellerCustomerPairs).flatMap(({ reseller, customer }) => [reseller, customer]);
  return {
    tenants: [...new Set([...keys('managedBy'), ...customers.map(nameKey), ...pairs])],
    tenantIds: [...new Set([...ownTenants, ...customers.filter(isId).map((id) => id.toLowerCase())])],
    sites: keys('site'),
    profiles: keys('profile'),
    fields: fieldIdsIn(Object.keys(rows[0]?.cells ?? {})), // the rows of a file have the same columns
  };
}

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

const MODELS = `select id, vendor, name, name_key as "nameKey", ports, virtual from models where deleted_at is null`;
const TENANTS = `
  select id, kind, name, name_key as "nameKey", reseller_id as "resellerId", customer_id as "customerId", permission, approved_model_ids as "approvedModelIds"
  from tenants where deleted_at is null and not closing and (`;
const PROFILES = `
  select id, name, name_key as "nameKey", owner_reseller_id as "ownerResellerId", shared, model_ids as "modelIds"
  from profiles where deleted_at is null and not closing and name_key = any($1) order by id`;

/** Reads what the copies have of the references, as far as the scope of the transaction sees them. */
export async function loadReferences(tx: Tx, mentioned: Mentioned, uploader: Caller): Promise<LoadedReferences> {
  const standing = await standingOf(tx, uploader);
  const models = await tx.query<Model>(MODELS);
  const tenants = await tx.query<TenantRow>(`${TENANTS} kind in ('reseller', 'customer') and (name_key = any($1) or id = any($2::uuid[]))) order by id`, [
    mentioned.tenants,
    mentioned.tenantIds,
  ]);
  const customers: Customer[] = tenants.filter(({ kind }) => kind === 'customer');
  const resellers: Reseller[] = tenants.filter(({ kind }) => kind === 'reseller');
  const sites: Site[] =
    mentioned.sites.length === 0 || customers.length === 0
      ? []
      : await tx.query<TenantRow>(`${TENANTS} kind = 'site' and name_key = any($1) and customer_id = any($2::uuid[]))`, [
          mentioned.sites,
          customers.map(({ id }) => id),
        ]);
  const profiles = mentioned.profiles.length === 0 ? [] : await tx.query<Profile>(PROFILES, [mentioned.profiles]);
  return {
    standing,
    isStandingDoubtful: await isDoubtful(tx, uploader, standing),
    models,
    resellers,
    customers,
    sites,
    profiles,
    fields: await fieldsById(tx, mentioned.fields),
  };
}

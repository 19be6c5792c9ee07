import { isId, nameKey, type Standing } from '@ringfleet/kernel';
import type { FieldsById } from '../fields/custom-field.js';
import type { Model } from '../models/model.js';
import type { Customer, Profile, Reseller, Site } from '../tenants/tenant.js';

/** The records that rows name: those the uploader may see, found by name key (IMP-02a) or id. */
export interface References {
  /** What the uploader may do with devices at all (DIR-04, DIR-06). */
  readonly standing: Standing;
  /** Whether that had better be asked of directory. */
  readonly isStandingDoubtful: boolean;
  modelByKey(key: string): Model | undefined;
  modelById(id: string): Model | undefined;
  resellerByKey(key: string): Reseller | undefined;
  /** Customers that a cell names: by name, by id, or as `Reseller / Customer`. */
  customersNamed(text: string): readonly Customer[];
  siteOf(customerId: string, key: string): Site | undefined;
  profilesByKey(key: string): readonly Profile[];
  /** Custom fields that are named. */
  readonly fields: FieldsById;
}

export interface LoadedReferences {
  readonly standing: Standing;
  readonly isStandingDoubtful: boolean;
  readonly models: readonly Model[];
  readonly resellers: readonly Reseller[];
  readonly customers: readonly Customer[];
  readonly sites: readonly Site[];
  readonly profiles: readonly Profile[];
  readonly fields: FieldsById;
}

/** Where `Reseller / Customer` can be cut: names may hold a slash themselves. */
export function resellerCustomerPairs(text: string): { readonly reseller: string; readonly customer: string }[] {
  const cuts = [...text.matchAll(/\//g)]; // 'North Telecom / Alpine Dental'
  return cuts
    .map(({ index }) => ({ reseller: nameKey(text.slice(0, index)), customer: nameKey(text.slice(index + 1)) }))
    .filter(({ reseller, customer }) => reseller !== '' && customer !== '');
}

export function referencesOf(loaded: LoadedReferences): References {
  const models = new Map(loaded.models.map((model) => [model.nameKey, model]));
  const modelsById = new Map(loaded.models.map((model) => [model.id, model]));
  const resellers = new Map(loaded.resellers.map((reseller) => [reseller.nameKey, reseller]));
  const customersById = new Map(loaded.customers.map((customer) => [customer.id, customer]));
  const customers = groupBy(loaded.customers, (customer) => customer.nameKey);
  const sites = new Map(loaded.sites.map((site) => [`${site.customerId} ${site.nameKey}`, site]));
  const profiles = groupBy(loaded.profiles, (profile) => profile.nameKey);
  const ofReseller = (pair: { reseller: string; customer: string }): readonly Customer[] => {
    const reseller = resellers.get(pair.reseller);
    return reseller ? (customers.get(pair.customer) ?? []).filter(({ resellerId }) => resellerId === reseller.id) : [];
  };
  return {
    standing: loaded.standing,
    isStandingDoubtful: loaded.isStandingDoubtful,
    modelByKey: (key) => models.get(key),
    modelById: (id) => modelsById.get(id),
    resellerByKey: (key) => resellers.get(key),
    // All that the cell may mean: a customer may be called as another's reseller and name together are written, and which of them is allowed is the row's to say.
    customersNamed: (text) => {
      const one = isId(text) ? customersById.get(text.toLowerCase()) : undefined;
      return [...new Set([...(customers.get(nameKey(text)) ?? []), ...(one ? [one] : []), ...resellerCustomerPairs(text).flatMap(ofReseller)])];
    },
    siteOf: (customerId, key) => sites.get(`${customerId} ${key}`),
    profilesByKey: (key) => profiles.get(key) ?? [],
    fields: loaded.fields,
  };
}

function groupBy<T>(records: readonly T[], keyOf: (record: T) => string): Map<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const group = groups.get(keyOf(record));
    if (group) group.push(record);
    else groups.set(keyOf(record), [record]);
  }
  return groups;
}

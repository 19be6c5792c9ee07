// A small world: who there is, what they may have, and what stands there already. Plans are what fast-check makes and shrinks; a world is a plan with ids.
import { newId } from '@ringfleet/kernel';
import { choose, DEVICE_NAMES, MACS, marked, type WorldPlan } from './world-plan.js';
import type { CustomValues, DeviceRow, FieldRow, ModelRow, ProfileRow, TenantRow, Uploader } from './reference/records.js';
import { key } from './reference/words.js';

/** Another service's record; `late`: inventory's copy has not heard of it yet, its owner knows it. */
type Copied<Row> = Row & { readonly late: boolean; readonly deleted: boolean };

export interface World {
  readonly tenants: readonly Copied<TenantRow>[];
  readonly profiles: readonly Copied<ProfileRow>[];
  readonly devices: readonly DeviceRow[];
  readonly fields: readonly FieldRow[];
}

const NOTHING_OF = { vendor: '', virtual: false };
/** The catalogue is the same in every world. */
export const MODELS: readonly ModelRow[] = [
  { vendor: 'Cisco', name: '6821', ports: 2 },
  { vendor: 'Yealink', name: 'SIP-T54W', ports: 16 },
  { vendor: 'Ringfleet', name: 'Soft phone', ports: 1, virtual: true },
  { vendor: 'Aastra', name: 'Élan 5', ports: 3 },
].map((model) => ({ ...NOTHING_OF, ...model, id: newId(), name_key: key(`${model.vendor} ${model.name}`) }));

const oneOfEach = <Item>(items: readonly Item[], of: (item: Item) => string): Item[] =>
  [...new Map(items.toReversed().map((item) => [of(item), item])).values()].toReversed();

export function buildWorld(plan: WorldPlan): World {
  const resellers = plan.resellers.map(({ name, late }) => tenant({ kind: 'reseller', name, late }));
  const owners = [null, ...resellers.map(({ id }) => id)];
  const customers = oneOfEach(
    plan.customers.map(({ owner, ...customer }) => tenant({ ...customer, kind: 'customer', reseller_id: choose(owners, owner) })),
    ({ name, reseller_id }) => `${name} of ${reseller_id}`,
  );
  const sites = oneOfEach(
    plan.sites.map(({ customer, approved, ...site }) => {
      const { id, reseller_id } = choose(customers, customer);
      return tenant({ ...site, kind: 'site', customer_id: id, reseller_id, approved_model_ids: marked(MODELS, approved).map((model) => model.id) });
    }),
    ({ name, customer_id }) => `${name} of ${customer_id}`,
  );
  const profiles = oneOfEach(
    plan.profiles.map(({ owner, models, shared, ...profile }) => {
      const owner_reseller_id = choose(owners, owner);
      return {
        ...profile,
        id: newId(),
        name_key: key(profile.name),
        owner_reseller_id,
        shared: shared && owner_reseller_id === null,
        model_ids: marked(MODELS, models).map(({ id }) => id),
      };
    }),
    ({ name, owner_reseller_id }) => `${name} of ${owner_reseller_id}`,
  );
  const living = { customers: customers.filter(({ deleted }) => !deleted), sites, profiles: profiles.filter(({ deleted }) => !deleted), owners };
  const fields = fieldsOf(resellers[0]?.id ?? null);
  const devices = plan.devices.map((device) => deviceOf(device, living, fields));
  const there = oneOfEach(
    oneOfEach(devices, (device) => device.name_key),
    (device) => device.mac ?? device.id,
  );
  return { tenants: lateOnesAlone([...resellers, ...customers, ...sites], there), profiles: lateOnesAlone(profiles, there), devices: there, fields };
}

type Tenant = Partial<TenantRow> & Pick<TenantRow, 'kind' | 'name'> & { readonly late?: boolean; readonly deleted?: boolean };
const tenant = (row: Tenant): Copied<TenantRow> => ({
  id: newId(),
  name_key: key(row.name),
  reseller_id: null,
  customer_id: null,
  permission: null,
  approved_model_ids: [],
  late: false,
  deleted: false,
  ...row,
});

/**
 * A copy that knows one of two records of a name decides as if there were one (design.md §1: a yes is taken from the copy). Only a name it knows nothing of is asked for;
 * and what a device refers to was known when it was made.
 */
const lateOnesAlone = <Row extends Copied<TenantRow | ProfileRow>>(rows: readonly Row[], devices: readonly DeviceRow[]): Row[] => {
  const known = new Set(devices.flatMap((device) => [device.managed_by, device.customer_id, device.customer_reseller_id, device.site_id, device.profile_id]));
  const alone = (row: Row): boolean => !row.name.includes('/') && rows.every((other) => other.id === row.id || !other.name_key.includes(row.name_key));
  return rows.map((row) => ({ ...row, late: row.late && !row.deleted && !known.has(row.id) && alone(row) }));
};

interface Living {
  readonly owners: readonly (string | null)[];
  readonly customers: readonly TenantRow[];
  readonly sites: readonly TenantRow[];
  readonly profiles: readonly ProfileRow[];
}

/** A device that the rules allow, more or less: its profile may be one that is usable no longer. */
function deviceOf(plan: WorldPlan['devices'][number], { owners, customers, sites, profiles }: Living, fields: readonly FieldRow[]): DeviceRow {
  const model = choose(MODELS, plan.model);
  const manager = choose(owners, plan.manager);
  const shared = plan.shared && manager === null;
  const customer = choose([null, ...customersFor(customers, manager, shared)], plan.customer);
  const site = choose([null, ...sites.filter(({ customer_id }) => customer_id === customer?.id)], plan.site);
  const profile = choose([null, ...profiles.filter(({ owner_reseller_id }) => owner_reseller_id === null || owner_reseller_id === manager)], plan.profile);
  const name = choose(DEVICE_NAMES, plan.name);
  const mac = model.virtual ? null : choose(MACS, plan.mac);
  const used = plan.used && customer !== null;
  const custom = customOf(fields, plan.custom, manager ?? customer?.reseller_id ?? null);
  return {
    id: newId(),
    name,
    name_key: key(name),
    description: plan.description,
    model_id: model.id,
    mac,
    managed_by: manager,
    shared,
    customer_id: customer?.id ?? null,
    customer_reseller_id: customer?.reseller_id ?? null,
    site_id: site?.id ?? null,
    profile_id: profile?.id ?? null,
    inventory_id: plan.inventoryId,
    customer_owned: plan.owned && customer !== null,
    total_ports: model.ports,
    used_ports: used ? 1 : 0,
    retired: plan.retired && !used,
    file_name: null,
    accept_data: false,
    virtual: false,
    secret_version: 0,
    version: plan.version,
    created_at: LONG_AGO,
    since: LONG_AGO,
    by_id: '',
    by_name: 'Ringfleet',
    source: 'system',
    import_id: null,
    import_row: null,
    ...custom,
    search: [key(name), mac?.toLowerCase() ?? '', plan.inventoryId?.toLowerCase() ?? '', plan.description?.toLowerCase().replaceAll('\n', ' ') ?? ''].join(
      '\n',
    ),
  };
}
/** A field of each kind but days, which are texts: of the provider, one of them internal, and of a reseller. */
const fieldsOf = (reseller: string | null): FieldRow[] => [
  { id: newId(), owner_reseller_id: null, name: 'Note', kind: 'text', choices: [], internal: false },
  { id: newId(), owner_reseller_id: null, name: 'Weight', kind: 'number', choices: [], internal: false },
  { id: newId(), owner_reseller_id: null, name: 'Floor', kind: 'choice', choices: ['Ground', 'First'], internal: true },
  { id: newId(), owner_reseller_id: reseller, name: 'Rack', kind: 'text', choices: [], internal: false },
];

/** Values that a number stands for, of the fields that the device has: those of its holder and of the provider. */
export function customOf(fields: readonly FieldRow[], number: number, holder: string | null): Pick<DeviceRow, 'custom' | 'custom_of_reseller'> {
  const values = { Note: [null, 'Loan', null, 'Caf\u00e9'], Weight: [null, null, 0, -1.5, 12], Floor: [null, 'Ground', null], Rack: [null, 'Rack 1'] } as const;
  const of = (isOf: (owner: string | null) => boolean): CustomValues | null => {
    const entries = fields.flatMap(({ id, name, owner_reseller_id: owner }) => {
      const value = isOf(owner) ? choose<string | number | null>(values[name as keyof typeof values], number) : null;
      return value === null ? [] : [[id, value] as const];
    });
    return entries.length === 0 ? null : Object.fromEntries(entries);
  };
  return { custom: of((owner) => owner === null), custom_of_reseller: of((owner) => owner !== null && owner === holder) };
}

const LONG_AGO = new Date('2025-01-01T00:00:00Z');

/** INV-06. */
export const customersFor = (customers: readonly TenantRow[], manager: string | null, shared: boolean): TenantRow[] =>
  customers.filter(({ reseller_id }) => (manager === null && shared) || reseller_id === manager);

/** Of the provider, of a reseller, or a customer that may change its devices (others are turned away at upload). */
export function buildUploader({ role, who }: { readonly role: number; readonly who: number }, { tenants }: World): Uploader {
  const by = { id: newId(), name: 'Uploader' };
  const provider = { ...by, role: choose(['administrator', 'operator'], who), resellerId: null, customerId: null };
  const resellers = tenants.filter(({ kind, deleted }) => kind === 'reseller' && !deleted);
  const customers = tenants.filter(({ kind, permission, deleted }) => kind === 'customer' && permission === 'modify' && !deleted);
  const kind = choose(['provider', 'provider', 'reseller', 'reseller', 'reseller', 'customer'], role);
  if (kind === 'reseller' && resellers.length > 0) return { ...by, role: 'reseller-admin', resellerId: choose(resellers, who).id, customerId: null };
  if (kind === 'provider' || customers.length === 0) return provider;
  const customer = choose(customers, who);
  return { ...by, role: 'customer-admin', resellerId: customer.reseller_id, customerId: customer.id };
}

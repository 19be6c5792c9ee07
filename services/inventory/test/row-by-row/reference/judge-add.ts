import { type Custom, judgeCustom } from './judge-custom.js';
import { judgeCustomer } from './judge-customer.js';
import { isCustomer, isProvider, isReseller, type ModelRow, type ProfileRow, seesProfile, type TenantRow } from './records.js';
import type { Row } from './row.js';
import { judgeProvisioning, type Provisioning } from './judge-provisioning.js';
import { readMac, readYesNo, sameName, saysAdministratorOnly } from './words.js';

/** The device that an Add makes. */
export interface NewDevice {
  readonly name: string;
  readonly model: ModelRow;
  readonly mac: string | null;
  readonly manager: string | null;
  readonly shared: boolean;
  readonly customer: TenantRow | null;
  readonly site: TenantRow | null;
  readonly profile: ProfileRow | null;
  readonly inventoryId: string | null;
  readonly description: string | null;
  readonly customerOwned: boolean;
  readonly provisioning: Provisioning;
  readonly custom: Custom;
}

/**
 * Add: every reason against it (IMP-07). Below, null means that there is none, undefined that a cell is wrong and has its reason;
 * what rests on a wrong cell is not judged (IMP-05a).
 */
export async function judgeAdd(row: Row): Promise<NewDevice | undefined> {
  await judgeName(row);
  if (await row.records.isWithoutDevices(row.uploader)) row.reject('Name', 'not_permitted');
  const model = await judgeModel(row);
  const provisioning = judgeProvisioning(row);
  const mac = await judgeMac(row, model, provisioning.virtual);
  const manager = await judgeManager(row);
  const shared = judgeShared(row, manager);
  const customer = await judgeCustomer(row, manager, shared);
  const site = await judgeSite(row, customer, model);
  const profile = await judgeProfile(row, manager, model);
  const customerOwned = judgeCustomerOwned(row);
  const inventoryId = judgeText(row, 'Inventory ID', 64);
  const description = judgeText(row, 'Description', 255);
  const isPlaced = !row.reasons.some(({ column, code }) => PLACING.includes(column) || code === 'not_permitted');
  const custom = await judgeCustom(row, isPlaced ? (manager ?? customer?.reseller_id ?? null) : undefined);
  if (row.reasons.length > 0 || !model) return undefined;
  const known = {
    model,
    mac: mac ?? null,
    manager: manager ?? null,
    shared: shared ?? false,
    customer: customer ?? null,
    site: site ?? null,
    profile: profile ?? null,
  };
  return { ...known, name: row.cell('Name'), inventoryId, description, customerOwned, provisioning, custom };
}

/** Whose the device will be rests on them. */
const PLACING: readonly string[] = ['Device model', 'Managed by', 'CPE profile', 'Shared with reseller', 'Tenant customer name', 'Site', 'Customer-owned'];

/** INV-02. */
async function judgeName(row: Row): Promise<void> {
  if (row.isEmpty('Name')) return row.reject('Name', 'missing_value');
  if (row.isInexact('Name')) return row.reject('Name', 'bad_name');
  const characters = Array.from(row.cell('Name'));
  if (characters.length > 64) row.reject('Name', 'value_too_long');
  if (characters.some((character) => /\p{Cc}/u.test(character))) row.reject('Name', 'bad_name'); // '\u0007'
  const holder = await row.records.device(row.cell('Name'));
  if (holder) row.reject('Name', 'name_not_unique', holder);
}

async function judgeModel(row: Row): Promise<ModelRow | undefined> {
  if (row.isEmpty('Device model')) row.reject('Device model', 'missing_value');
  const model = await row.records.model(row.cell('Device model'));
  if (!model && !row.isEmpty('Device model')) row.reject('Device model', 'unknown_model');
  return model;
}

/** INV-03: a virtual device has none; one given is bad_mac. */
async function judgeMac(row: Row, model: ModelRow | undefined, virtual: boolean | undefined): Promise<string | null | undefined> {
  if (row.isEmpty('MAC address')) {
    if (virtual || (virtual === false && model?.virtual)) return null;
    if (model && virtual === false) row.reject('MAC address', 'missing_value'); // whether it may be empty rests on the model
    return undefined;
  }
  const mac = row.isInexact('MAC address') ? undefined : readMac(row.cell('MAC address'));
  if (mac === undefined || virtual || (virtual === false && model?.virtual)) {
    row.reject('MAC address', 'bad_mac');
    return undefined;
  }
  const holder = await row.records.deviceOfMac(mac);
  if (holder) row.reject('MAC address', 'mac_not_unique', holder);
  return mac;
}

/** IMP-02b. */
async function judgeManager(row: Row): Promise<string | null | undefined> {
  const cell = row.cell('Managed by');
  const named = (await row.records.tenants('reseller')).find((reseller) => sameName(reseller.name, cell));
  if (isProvider(row.uploader)) {
    if (cell === '' || saysAdministratorOnly(cell)) return null;
    if (!named) row.reject('Managed by', 'unknown_reseller');
    return named?.id;
  }
  const own = row.uploader.resellerId;
  if (cell === '' || (named && named.id === own)) return own;
  if (isCustomer(row.uploader)) {
    if (own === null && saysAdministratorOnly(cell)) return null;
    row.reject('Managed by', 'not_permitted');
  } else row.reject('Managed by', saysAdministratorOnly(cell) ? 'not_permitted' : 'unknown_reseller');
  return undefined;
}

/** INV-05: only devices managed by Administrator only are shared; a customer's file says what is so (IMP-02b). */
function judgeShared(row: Row, manager: string | null | undefined): boolean | undefined {
  const shared = readYesNo(row.cell('Shared with reseller'));
  if (shared === undefined) row.reject('Shared with reseller', 'bad_yes_no');
  else if (shared && isCustomer(row.uploader)) row.reject('Shared with reseller', 'not_permitted');
  else if (shared && manager) row.reject('Shared with reseller', 'shared_and_managed');
  return shared;
}

/** IMP-02a, DIR-07. */
async function judgeSite(row: Row, customer: TenantRow | null | undefined, model: ModelRow | undefined): Promise<TenantRow | null | undefined> {
  if (row.isEmpty('Site')) return null;
  if (customer === null) row.reject('Tenant customer name', 'missing_value');
  if (!customer) return undefined;
  const site = (await row.records.tenants('site')).find((one) => one.customer_id === customer.id && sameName(one.name, row.cell('Site')));
  if (!site) row.reject('Site', 'unknown_site');
  else if (model && site.approved_model_ids.length > 0 && !site.approved_model_ids.includes(model.id)) row.reject('Site', 'model_not_approved_on_site');
  return site;
}

/** IMP-02a, PRV-01. */
async function judgeProfile(row: Row, manager: string | null | undefined, model: ModelRow | undefined): Promise<ProfileRow | null | undefined> {
  if (row.isEmpty('CPE profile')) return null;
  const named = (await row.records.profiles()).filter((one) => seesProfile(row.uploader, one) && sameName(one.name, row.cell('CPE profile')));
  const managers = named.find((one) => manager !== null && one.owner_reseller_id === manager);
  const profile = managers ?? named.find((one) => one.owner_reseller_id === null) ?? named[0];
  if (!profile) {
    row.reject('CPE profile', 'unknown_profile');
    return undefined;
  }
  if (manager === undefined) return undefined; // which of several is meant and who may use it rests on the manager
  const ownerAllows = isProvider(row.uploader)
    ? profile.owner_reseller_id === null
    : isReseller(row.uploader) && (profile.owner_reseller_id === row.uploader.resellerId || (profile.owner_reseller_id === null && profile.shared));
  const deviceAllows = manager === null || profile.owner_reseller_id === manager || (profile.owner_reseller_id === null && profile.shared);
  if (!ownerAllows || !deviceAllows) row.reject('CPE profile', 'profile_not_usable');
  if (model && !profile.model_ids.includes(model.id)) row.reject('CPE profile', 'profile_of_another_model');
  return profile;
}

/** INV-08a; what a customer adds is customer-owned (DIR-02a). */
function judgeCustomerOwned(row: Row): boolean {
  const owned = readYesNo(row.cell('Customer-owned'));
  if (owned === undefined) row.reject('Customer-owned', 'bad_yes_no');
  if (isCustomer(row.uploader)) {
    if (owned === false && !row.isEmpty('Customer-owned')) row.reject('Customer-owned', 'not_permitted');
    return true;
  }
  if (owned && row.isEmpty('Tenant customer name')) row.reject('Tenant customer name', 'missing_value');
  return owned ?? false;
}

function judgeText(row: Row, column: 'Inventory ID' | 'Description', most: number): string | null {
  if (row.isInexact(column)) row.reject(column, 'bad_name');
  if (row.cell(column).includes('\0')) row.reject(column, 'bad_name');
  if (Array.from(row.cell(column)).length > most) row.reject(column, 'value_too_long');
  return row.isEmpty(column) ? null : row.cell(column);
}

// The records as their tables hold them, looked up one at a time by the owner of the second database, who sees all; who may see what is said here again from the rules.
import type { Client } from 'pg';
import { key } from './words.js';

export interface DeviceRow {
  id: string;
  name: string;
  name_key: string;
  description: string | null;
  model_id: string;
  mac: string | null;
  managed_by: string | null;
  shared: boolean;
  customer_id: string | null;
  customer_reseller_id: string | null;
  site_id: string | null;
  profile_id: string | null;
  inventory_id: string | null;
  customer_owned: boolean;
  total_ports: number;
  used_ports: number;
  retired: boolean;
  file_name: string | null;
  accept_data: boolean;
  virtual: boolean;
  secret_version: number;
  version: number;
  created_at: Date;
  since: Date;
  by_id: string;
  by_name: string;
  source: string;
  import_id: string | null;
  import_row: number | null;
  search: string;
  custom: CustomValues | null;
  custom_of_reseller: CustomValues | null;
}

export type CustomValues = Record<string, string | number>;

export interface FieldRow {
  id: string;
  owner_reseller_id: string | null;
  name: string;
  kind: string;
  choices: string[];
  internal: boolean;
}

export interface ModelRow {
  id: string;
  vendor: string;
  name: string;
  name_key: string;
  ports: number;
  virtual: boolean;
}

export interface TenantRow {
  id: string;
  kind: string;
  name: string;
  name_key: string;
  reseller_id: string | null;
  customer_id: string | null;
  permission: string | null;
  approved_model_ids: string[];
}

export interface ProfileRow {
  id: string;
  name: string;
  name_key: string;
  owner_reseller_id: string | null;
  shared: boolean;
  model_ids: string[];
}

/** Who uploaded the file: of the provider (neither), of a reseller, or of a customer (with the reseller it belongs to, if any). */
export interface Uploader {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly resellerId: string | null;
  readonly customerId: string | null;
}
export const isProvider = (uploader: Uploader): boolean => uploader.resellerId === null && uploader.customerId === null;
export const isReseller = (uploader: Uploader): boolean => uploader.resellerId !== null && uploader.customerId === null;
export const isCustomer = (uploader: Uploader): boolean => uploader.customerId !== null;

/** DIR-03, INV-05: a reseller sees what it manages, what its customers hold, and shared devices of nobody; a customer what it holds. */
export function seesDevice(uploader: Uploader, device: DeviceRow): boolean {
  if (isProvider(uploader)) return true;
  if (isCustomer(uploader)) return device.customer_id === uploader.customerId;
  return device.managed_by === uploader.resellerId || device.customer_reseller_id === uploader.resellerId || (device.shared && device.customer_id === null);
}

/** DIR-03: a reseller sees itself, its customers and their sites; a customer itself, its sites and whose it is. */
export function seesTenant(uploader: Uploader, tenant: TenantRow): boolean {
  if (isProvider(uploader)) return true;
  if (isCustomer(uploader)) return [tenant.id, tenant.customer_id].includes(uploader.customerId) || tenant.id === uploader.resellerId;
  return tenant.id === uploader.resellerId || tenant.reseller_id === uploader.resellerId;
}

/** PRV-01: a reseller sees its own and the provider's shared ones; a customer the names of its reseller's and of the provider's. */
export function seesProfile(uploader: Uploader, profile: ProfileRow): boolean {
  if (isProvider(uploader)) return true;
  if (profile.owner_reseller_id !== null) return profile.owner_reseller_id === uploader.resellerId;
  return profile.shared || isCustomer(uploader);
}

/** INV-16: the provider sees every field; a reseller and its customers its own and the provider's, and of internal ones a reseller its own. */
export function seesField(uploader: Uploader, field: FieldRow): boolean {
  if (isProvider(uploader)) return true;
  const isOfItsSide = field.owner_reseller_id === uploader.resellerId && uploader.resellerId !== null;
  if (field.internal) return isReseller(uploader) && isOfItsSide;
  return field.owner_reseller_id === null || isOfItsSide;
}

/** Look-ups, each a query of its own. */
export class Records {
  constructor(readonly sql: Client) {}

  async device(name: string): Promise<DeviceRow | undefined> {
    return (await this.rows<DeviceRow>('select * from devices where name_key = $1', [key(name)]))[0];
  }

  async deviceOfMac(mac: string): Promise<DeviceRow | undefined> {
    return (await this.rows<DeviceRow>('select * from devices where mac = $1', [mac]))[0];
  }

  /** As they were given: nothing is sealed here. */
  async secret(device: DeviceRow, column: string): Promise<string | null> {
    const [row] = await this.rows<Record<string, Buffer | null>>('select * from device_secrets where device_id = $1', [device.id]);
    return row?.[column]?.toString() ?? null;
  }

  async model(name: string): Promise<ModelRow | undefined> {
    return (await this.rows<ModelRow>('select * from models')).find((model) => key(`${model.vendor} ${model.name}`) === key(name));
  }

  async modelOf(device: DeviceRow): Promise<ModelRow> {
    const [model] = await this.rows<ModelRow>('select * from models where id = $1', [device.model_id]);
    if (!model) throw new Error('A device has no model.');
    return model;
  }

  tenants(kind: string): Promise<TenantRow[]> {
    return this.rows<TenantRow>('select * from tenants where kind = $1 and deleted_at is null', [kind]);
  }

  async tenant(id: string | null): Promise<TenantRow | undefined> {
    return (await this.rows<TenantRow>('select * from tenants where id = $1', [id]))[0];
  }

  /** DIR-06: a reseller has customers, and none of them may see devices. */
  async isWithoutDevices(uploader: Uploader): Promise<boolean> {
    const own = (await this.tenants('customer')).filter(({ reseller_id }) => reseller_id === uploader.resellerId);
    return isReseller(uploader) && own.length > 0 && own.every(({ permission }) => permission === 'none');
  }

  async field(name: string): Promise<FieldRow> {
    const [field] = await this.rows<FieldRow>('select * from custom_fields where name = $1', [name]);
    if (!field) throw new Error('There is no such field.');
    return field;
  }

  profiles(): Promise<ProfileRow[]> {
    return this.rows<ProfileRow>('select * from profiles where deleted_at is null order by id');
  }

  private async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.sql.query<Row>(text, values)).rows;
  }
}

// Fills and reads the tables of both databases alike.
import type { Client } from 'pg';
import { type DeviceRow } from './reference/records.js';
import { MODELS, type World } from './world.js';

const EMPTIED = [
  'custom_values',
  'custom_fields',
  'devices',
  'device_secrets',
  'device_versions',
  'ports',
  'tenants',
  'profiles',
  'accounts',
  'models',
  'import_progress',
  'import_answers',
];

export async function emptyTables(sql: Client): Promise<void> {
  await sql.query(EMPTIED.map((table) => `delete from ${table}`).join(';'));
  for (const model of MODELS) await insert(sql, 'models', model);
}

/** Devices stand there already; each used port holds an account. */
export async function fillDevices(sql: Client, { devices, fields }: World): Promise<void> {
  for (const field of fields)
    await insert(sql, 'custom_fields', { ...field, name_key: field.name.toLowerCase(), header_key: field.name.toLowerCase(), version: 1 });
  for (const device of devices) {
    await insert(sql, 'devices', device);
    if (device.used_ports > 0) await insert(sql, 'ports', { device_id: device.id, port: 0, account_id: device.id });
    for (const [field, value] of Object.entries({ ...device.custom, ...device.custom_of_reseller })) {
      const kept = typeof value === 'number' ? { value: '', number: value } : { value, number: 0, search: value.toLowerCase() };
      await insert(sql, 'custom_values', { field_id: field, device_id: device.id, ...kept });
    }
  }
}

/** Other services' records, where no events fill them. */
export async function fillCopies(sql: Client, { tenants, profiles }: World): Promise<void> {
  for (const { late: _late, deleted, ...tenant } of tenants) await insert(sql, 'tenants', { ...tenant, sequence: 1, deleted_at: deleted ? new Date() : null });
  for (const { late: _late, deleted, ...profile } of profiles)
    await insert(sql, 'profiles', { ...profile, sequence: 1, deleted_at: deleted ? new Date() : null });
}

async function insert(sql: Client, table: string, row: object): Promise<void> {
  const columns = Object.keys(row);
  await sql.query(`insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(row));
}

type Version = Omit<DeviceRow, 'id' | 'search'> & { readonly device_id: string } & Readonly<Record<string, unknown>>;

export interface Tables {
  readonly devices: readonly DeviceRow[];
  readonly versions: readonly Version[];
  readonly ports: readonly object[];
  readonly values: readonly ValueRow[];
  readonly secrets: readonly SecretsRow[];
}

/** Sealed in the service's database, plain in the reference's. */
export type SecretsRow = { readonly device_id: string; readonly version: number } & Readonly<Record<string, unknown>>;

export type ValueRow = { readonly device_id: string } & Readonly<Record<string, unknown>>;

export const readTables = async (sql: Client): Promise<Tables> => ({
  devices: (await sql.query<DeviceRow>('select * from devices')).rows,
  versions: (await sql.query<Version>('select * from device_versions')).rows,
  secrets: (await sql.query<SecretsRow>('select * from device_secrets')).rows,
  values: (await sql.query<ValueRow>('select * from custom_values')).rows,
  ports: (await sql.query<object>('select * from ports order by device_id, port')).rows,
});

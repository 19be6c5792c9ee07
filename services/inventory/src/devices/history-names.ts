import type { Tx } from '@ringfleet/persistence';
import { modelLabel } from '../models/model.js';
import type { DeviceRow } from './device-rows.js';
import type { NamedRecord } from './device-view.js';

/** The records that versions of a device refer to, by id; what the scope of the transaction does not see is not among them. */
export type HistoryNames = ReadonlyMap<string, NamedRecord>;

type Referring = Pick<DeviceRow, 'model_id' | 'managed_by' | 'customer_id' | 'site_id' | 'profile_id' | 'custom' | 'custom_of_reseller'>;

const TENANTS = `select id, name from tenants where id = any($1::uuid[])`;
const PROFILES = `select id, name from profiles where id = any($1::uuid[])`;
const MODELS = `select id, vendor, name from models where id = any($1::uuid[])`;
const FIELDS = `select id, name from custom_fields where id = any($1::uuid[])`;

/** By their names of today; of deleted ones by the last that they had. */
export async function namesIn(tx: Tx, rows: readonly Referring[]): Promise<HistoryNames> {
  const ids = (named: (row: Referring) => readonly (string | null)[]): string[] => [...new Set(rows.flatMap(named).filter((id) => id !== null))];
  const models = await tx.query<{ id: string; vendor: string; name: string }>(MODELS, [ids(({ model_id: model }) => [model])]);
  const tenants = await tx.query<NamedRecord>(TENANTS, [ids((row) => [row.managed_by, row.customer_id, row.site_id])]);
  const profiles = await tx.query<NamedRecord>(PROFILES, [ids(({ profile_id: profile }) => [profile])]);
  const customIds = ids((row) => Object.keys({ ...row.custom, ...row.custom_of_reseller }));
  const fields = customIds.length === 0 ? [] : await tx.query<NamedRecord>(FIELDS, [customIds]);
  const all = [...models.map((model) => ({ id: model.id, name: modelLabel(model) })), ...tenants, ...profiles, ...fields];
  return new Map(all.map(({ id, name }) => [id, { id, name }]));
}

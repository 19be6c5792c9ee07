import { type Refusal, Refused, type Scope } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { Conditions } from '../devices/conditions.js';
import { conditionsOf } from '../devices/device-filters.js';
import { devicesNow } from '../devices/device-source.js';
import { customSource } from '../fields/custom-source.js';
import { modelLabel } from '../models/model.js';
import type { BatchChange } from './batch.js';
import { managedByDiffers } from './decide-device.js';

/** Which devices: those named, or all that match a filter of the device list. */
export interface Selection {
  readonly ids: readonly string[] | null;
  /** By column, as the list takes them; `q` among them. */
  readonly filter: Readonly<Record<string, string>> | null;
  /** The one "managed by" that every device must have: a reseller's id, or `administrator`; null: any. */
  readonly managedBy: string | null;
}

/** SQL of the rows (id, name, model_id, managed_by, n) that are selected, as far as the scope of the transaction sees them; n counts from 0 by id. */
export interface Selected {
  readonly source: string;
  readonly sql: Conditions;
}

/** Throws `Refused` 400 `bad_filter`. */
export async function selectedBy(tx: Tx, scope: Scope, { ids, filter }: Selection): Promise<Selected> {
  if (ids) {
    const sql = new Conditions();
    const distinct = [...new Set(ids.map((id) => id.toLowerCase()))];
    // What is not seen has its place, so that it has its outcome.
    const source = `select g.id, coalesce(d.name, '') as name, d.model_id, d.managed_by, row_number() over (order by g.id) - 1 as n
      from unnest(${sql.bind(distinct)}::uuid[]) as g (id) left join devices d on d.id = g.id`;
    return { source, sql };
  }
  const { q, ...filters } = filter ?? {};
  const sql = conditionsOf({ q, filters, custom: await customSource(tx, scope, { filters }) });
  const matching = `select d.id from ${devicesNow(scope).from} ${sql.where()}`;
  const source = `select d.id, d.name, d.model_id, d.managed_by, row_number() over (order by d.id) - 1 as n from (${matching}) l join devices d on d.id = l.id`;
  return { source, sql };
}

export interface PresentModel {
  readonly id: string;
  readonly name: string;
  readonly devices: number;
}

/** The models of the selected devices, and how many have each. Throws `Refused` where the change cannot be one of these devices. */
export async function checkSelected(tx: Tx, { source, sql }: Selected, { managedBy }: Selection, change: BatchChange): Promise<readonly PresentModel[]> {
  const manager = managedBy === 'administrator' ? null : managedBy;
  const asked = new Conditions(sql);
  const rows = await tx.query<{ id: string; vendor: string; name: string; devices: number; others: number }>(
    `select m.id, m.vendor, m.name, count(*)::int as devices, count(*) filter (where s.managed_by is distinct from ${asked.bind(manager)}::uuid)::int as others
     from (${source}) s join models m on m.id = s.model_id group by m.id order by m.name_key`,
    asked.params,
  );
  const models = rows.map(({ id, vendor, name, devices }) => ({ id, name: modelLabel({ vendor, name }), devices }));
  if (models.length === 0) throw refusal({ code: 'nothing_selected', field: 'select', message: 'There is no such device; select others.' });
  if (change.delete) return models;
  const others = rows.reduce((sum, row) => sum + row.others, 0);
  if (others > 0) throw refusal(managedByDiffers('select.managedBy', `${others} of the devices are`));
  const lacking = change.profiles ? models.filter(({ id }) => change.profiles?.[id] === undefined) : [];
  if (lacking.length > 0) {
    throw refusal({
      code: 'profile_missing',
      field: 'change.profiles',
      message: `Choose a CPE profile for each device model present: ${lacking.map(({ name }) => name).join(', ')}.`,
    });
  }
  return models;
}

/** Throws `Refused` 422 for a change that no devices could have (INV-12). */
export function checkChange({ managedBy }: Selection, change: BatchChange): void {
  if (change.delete) return;
  const { assignTo, customerOwned, profiles } = change;
  if (assignTo === undefined && customerOwned === undefined && profiles === undefined) {
    throw refusal({ code: 'missing_value', field: 'change', message: 'Say what is to change: assignTo, customerOwned, profiles or delete.' });
  }
  if (customerOwned !== undefined && assignTo === undefined) {
    throw refusal({ code: 'missing_value', field: 'change.assignTo', message: 'Customer-owned is set together with the customer; say assignTo too.' });
  }
  if (managedBy === null) {
    const message = 'Narrow the selection to one "managed by" first, a reseller or administrator; until then devices can only be deleted.';
    throw refusal({ code: 'missing_value', field: 'select.managedBy', message });
  }
}

const refusal = (one: Refusal): Refused => new Refused(422, one.code, one.message, { errors: [one] });

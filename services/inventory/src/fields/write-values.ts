import { nameKey } from '@ringfleet/kernel';
import type { Statement } from '@ringfleet/persistence';
import type { Device } from '../devices/device.js';
import { type CustomValue, type CustomValues, differingFields } from './custom-field.js';

/** A device before and after, as the live table has it; undefined where it is not there. */
export interface NetChange {
  readonly was: Pick<Device, 'id' | 'custom' | 'customOfReseller'> | undefined;
  readonly now: Pick<Device, 'id' | 'custom' | 'customOfReseller'> | undefined;
}

interface Place {
  readonly fieldId: string;
  readonly deviceId: string;
}

const NONE = { custom: null, customOfReseller: null };

/** Values that are no more or will be others; before the devices are changed, as who changes them may not see them after that. */
export function deleteValues(changes: readonly NetChange[]): Statement[] {
  const places = changes.flatMap((change) => differing(change, ({ was = NONE }) => was));
  if (places.length === 0) return [];
  const sql = `delete from custom_values v using unnest($1::uuid[], $2::uuid[]) as gone (field_id, device_id)
    where v.device_id = gone.device_id and v.field_id = gone.field_id`;
  return [{ sql, params: [places.map(({ fieldId }) => fieldId), places.map(({ deviceId }) => deviceId)] }];
}

/** Values that are new or others; after the devices are written. */
export function insertValues(changes: readonly NetChange[]): Statement[] {
  const values = changes.flatMap((change) => differing(change, ({ now = NONE }) => now));
  if (values.length === 0) return [];
  const sql = `insert into custom_values (field_id, device_id, value, number, search)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::numeric[], $5::text[])`;
  const columns = values.map(({ value }) => sortedBy(value));
  const params = [
    values.map(({ fieldId }) => fieldId),
    values.map(({ deviceId }) => deviceId),
    columns.map(({ value }) => value),
    columns.map(({ number }) => number),
    columns.map(({ search }) => search),
  ];
  return [{ sql, params }];
}

/** The values of one of the sides in which they differ. */
function differing(change: NetChange, side: (change: NetChange) => typeof NONE | NonNullable<NetChange['now']>): (Place & { readonly value: CustomValue })[] {
  const { was = NONE, now = NONE } = change;
  const deviceId = change.now?.id ?? change.was?.id ?? '';
  const of = (before: CustomValues | null, after: CustomValues | null, values: CustomValues | null): (Place & { value: CustomValue })[] =>
    differingFields(before, after).flatMap((fieldId) => {
      const value = values?.[fieldId];
      return value === undefined ? [] : [{ fieldId, deviceId, value }];
    });
  const { custom, customOfReseller } = side(change);
  return [...of(was.custom, now.custom, custom), ...of(was.customOfReseller, now.customOfReseller, customOfReseller)];
}

const sortedBy = (value: CustomValue): { readonly value: string; readonly number: number; readonly search: string | null } =>
  typeof value === 'number' ? { value: '', number: value, search: null } : { value, number: 0, search: nameKey(value) };

import { isId, Refused } from '@ringfleet/kernel';
import { type DeviceFilterDto, filtersOf } from '../devices/devices.dto.js';
import type { BatchChange } from './batch.js';
import type { BatchBody } from './batches.dto.js';
import { checkChange, type Selection } from './select-devices.js';

export interface BatchAsked {
  readonly selection: Selection;
  readonly change: BatchChange;
  /** Of a filter; undefined for devices named one by one. */
  readonly expectedCount: number | undefined;
}

const MANAGER = /^(administrator|none)$/;

/** What is asked for. Throws `Refused` 400 and 422 for what no devices could answer. */
export function readBody({ select, change }: BatchBody): BatchAsked {
  if ((select.ids === undefined) === (select.filter === undefined)) throw bad('select', 'Give either ids or filter.');
  const selection: Selection = select.filter ? ofFilter(select.filter) : { ids: select.ids ?? [], filter: null, managedBy: managerOf(select.managedBy) };
  const asked = { selection, change: changeOf(change), expectedCount: select.filter && select.expectedCount };
  checkChange(asked.selection, asked.change);
  return asked;
}

function ofFilter({ q, ...filter }: DeviceFilterDto): Selection {
  const given = Object.entries({ ...(q !== undefined && { q }), ...filtersOf(filter) }).filter(([, value]) => value !== '');
  const stored = Object.fromEntries(given);
  return { ids: null, filter: stored, managedBy: managerOf(stored['managedBy']) };
}

function managerOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (MANAGER.test(text)) return 'administrator';
  if (!isId(text)) throw bad('select.managedBy', 'It is a reseller’s id, or administrator.');
  return text.toLowerCase();
}

function changeOf({ delete: removes, ...rest }: BatchBody['change']): BatchChange {
  const { assignTo, customerOwned, profiles } = rest;
  if (removes) {
    if (assignTo !== undefined || customerOwned !== undefined || profiles !== undefined)
      throw bad('change.delete', 'A device that is deleted cannot be changed as well.');
    return { delete: true };
  }
  return {
    ...(assignTo !== undefined && { assignTo: assignTo?.toLowerCase() ?? null }),
    ...(customerOwned !== undefined && { customerOwned }),
    ...(profiles !== undefined && { profiles: profilesOf(profiles) }),
  };
}

function profilesOf(profiles: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(profiles).map(([model, profile]) => {
    if (!isId(model) || typeof profile !== 'string' || !isId(profile)) throw bad('change.profiles', 'Give ids: {"<device model>": "<CPE profile>"}.');
    return [model.toLowerCase(), profile.toLowerCase()] as const;
  });
  if (entries.length === 0) throw bad('change.profiles', 'Choose a CPE profile for each device model present.');
  return Object.fromEntries(entries);
}

const bad = (field: string, message: string): Refused =>
  new Refused(400, 'validation_failed', `Not accepted: ${message}`, { errors: [{ code: 'bad_value', field, message }] });

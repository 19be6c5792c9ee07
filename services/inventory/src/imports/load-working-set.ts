import { actionOf, type Caller, nameKey, textOf } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { Device } from '../devices/device.js';
import { SECRET_NAMES } from '../devices/device-secrets.js';
import { secretsOf } from '../devices/write-secrets.js';
import { devicesByKeys } from '../devices/device-rows.js';
import { parseMac } from '../devices/mac-address.js';
import type { ImportRow } from './row.js';
import { WorkingSet } from './working-set.js';

/** Reads the devices that rows mention, as the uploader sees them. */
export async function loadWorkingSet(tx: Tx, uploader: Caller, rows: readonly ImportRow[]): Promise<WorkingSet> {
  const names = [...new Set(rows.map((row) => nameKey(textOf(row, 'name'))).filter((key) => key !== '' && !key.includes('\0')))];
  const macs = [...new Set(rows.flatMap((row) => macsOf(textOf(row, 'mac'))))];
  const devices = await devicesByKeys(tx, names, macs);
  const removes = rows.some((row) => actionOf(textOf(row, 'action')) === 'remove');
  const given = rows.some((row) => SECRET_NAMES.some((name) => textOf(row, name) !== ''));
  const seen = {
    devices,
    sites: await sitesOf(tx, devices),
    ...(given && { secrets: await secretsOf(tx, devices) }),
    ...(removes && { kept: await keptAmong(tx, devices) }),
  };
  if (uploader.scope.kind === 'provider') return new WorkingSet(seen, { names: [], macs: [], profiles: [] });
  const takenNames = await tx.query<{ key: string }>('select taken_names($1) as key', [names]);
  const takenMacs = await tx.query<{ key: string }>('select taken_macs($1) as key', [macs]);
  const profiles = await hiddenProfiles(tx, devices);
  return new WorkingSet(seen, { names: takenNames.map(({ key }) => key), macs: takenMacs.map(({ key }) => key), profiles });
}

/** Ids of those that another system keeps (INV-09). */
export async function keptAmong(tx: Tx, devices: readonly Device[]): Promise<ReadonlySet<string>> {
  const ids = devices.map(({ id }) => id);
  const kept = await tx.query<{ id: string }>('select distinct device_id as id from device_references where blocks_delete and device_id = any($1::uuid[])', [
    ids,
  ]);
  return new Set(kept.map(({ id }) => id));
}

/** Name keys of the devices' sites by id: a file may name sites without their customers. */
async function sitesOf(tx: Tx, devices: readonly Device[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(devices.flatMap(({ siteId }) => siteId ?? []))];
  const sites =
    ids.length === 0 ? [] : await tx.query<{ id: string; key: string }>('select id, name_key as key from tenants where id = any($1::uuid[])', [ids]);
  return new Map(sites.map(({ id, key }) => [id, key]));
}

/** Profiles of the devices that the uploader may not see: a shared device may have one of the provider that is not. */
async function hiddenProfiles(tx: Tx, devices: readonly Device[]): Promise<string[]> {
  const ids = [...new Set(devices.flatMap(({ profileId }) => profileId ?? []))];
  if (ids.length === 0) return [];
  const visible = await tx.query<{ id: string }>('select id from profiles where id = any($1::uuid[])', [ids]);
  return ids.filter((id) => !visible.some((profile) => profile.id === id));
}

function macsOf(text: string): string[] {
  const parsed = parseMac(text);
  return 'bad' in parsed ? [] : [parsed.mac];
}

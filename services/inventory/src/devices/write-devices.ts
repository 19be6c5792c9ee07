import type { Plan } from '@ringfleet/import-rows';
import type { Statement } from '@ringfleet/persistence';
import { useOpen } from '@ringfleet/tenants';
import type { CustomField } from '../fields/custom-field.js';
import { mustBeSame } from '../fields/lock-field.js';
import { deleteValues, insertValues, type NetChange } from '../fields/write-values.js';
import { type Cause, type Device, type DeviceStep, searchText } from './device.js';
import { useModels } from '../models/delete-model.js';
import { useProfiles } from '../tenants/use-profiles.js';
import { deviceRecords } from './device.events.js';
import { deleteSecrets, writeSecrets } from './write-secrets.js';
import { insertStatement, updateStatement } from './device-insert.js';
import { beginWriting } from './writing.js';

/**
 * The net effect of the steps, and history and events of every one of them. Pure: it can be made while the steps before are still being written. `judged` is when, as
 * `judgedAt` gives it; null where that is in the transaction that writes.
 */
export function planDevices(steps: readonly DeviceStep[], modelName: (modelId: string) => string, judged: string | null = null): Plan {
  const { inserts, updates, deletes, ended } = netEffect(steps);
  const used = newlyUsed(inserts, updates, tenantsOf);
  const ofProfiles = [...inserts, ...updates.filter(({ was, device }) => was.profileId !== device.profileId).map(({ device }) => device)].filter(
    ({ profileId }) => profileId !== null,
  );
  const models = newlyUsed(inserts, updates, ({ modelId }) => [modelId]);
  const changes: NetChange[] = [
    ...inserts.map((now) => ({ was: undefined, now })),
    ...updates.map(({ was, device }) => ({ was, now: device })),
    ...deletes.map((was) => ({ was, now: undefined })),
  ];
  const fields = fieldsIn(steps);
  const isThere = new Set([...inserts, ...updates.map(({ device }) => device)].map(({ id }) => id));
  return {
    statements: [
      ...(steps.length > 0 ? [beginWriting(steps, judged)] : []),
      ...(used.length > 0 ? [useOpen('tenants', used)] : []),
      ...(ofProfiles.length > 0 ? [useProfiles(ofProfiles)] : []),
      ...(models.length > 0 ? [useModels(models)] : []),
      ...(fields.length > 0 ? [mustBeSame(fields)] : []),
      ...deleteSecrets(deletes),
      ...deleteValues(changes),
      ...(deletes.length > 0 ? [deleteReferences(deletes)] : []),
      ...(deletes.length > 0 ? [deleteDevices(deletes)] : []),
      ...(updates.length > 0 ? [updateDevices(updates)] : []),
      ...(ended.length > 0 ? [insertVersions(ended)] : []),
      ...(inserts.length > 0 ? [insertDevices(inserts)] : []),
      ...insertValues(changes),
      ...writeSecrets(steps, (id) => isThere.has(id)),
    ],
    records: deviceRecords(steps, modelName),
  };
}

function fieldsIn(steps: readonly DeviceStep[]): CustomField[] {
  const fields = steps.flatMap((step) => (step.kind === 'deleted' ? [] : (step.fields ?? [])));
  return fields.length === 0 ? fields : [...new Map(fields.map((field) => [field.id, field])).values()];
}

/** What devices begin to refer to: none of it may be about to be deleted (design.md §1). */
function newlyUsed(inserts: readonly Device[], updates: readonly Update[], named: (device: Device) => readonly string[]): string[] {
  const all = [...inserts.flatMap(named), ...updates.flatMap(({ was, device }) => named(device).filter((id) => !named(was).includes(id)))];
  return [...new Set(all)];
}

/** Resellers, customers and sites. */
const tenantsOf = ({ managedBy, customerId, siteId }: Device): string[] => [managedBy, customerId, siteId].filter((id) => id !== null);

/** A version of a device that is no more: since when, and by whom where the device was removed. */
interface Ended {
  readonly device: Device;
  readonly at: Date;
  readonly removed: Cause | undefined;
}

interface Update {
  readonly was: Device;
  readonly device: Device;
}

/** What the steps come to: of each device the state that was read first and the one it is left in; and every version that ended on the way. */
function netEffect(steps: readonly DeviceStep[]): { inserts: Device[]; updates: Update[]; deletes: Device[]; ended: Ended[] } {
  const net = new Map<string, { readonly was: Device | undefined; readonly now: Device | undefined }>();
  const ended: Ended[] = [];
  for (const step of steps) {
    const { id } = step.device;
    const before = step.kind === 'changed' ? step.before : step.kind === 'deleted' ? step.device : undefined;
    const known = net.get(id);
    net.set(id, { was: known ? known.was : before, now: step.kind === 'deleted' ? undefined : step.device });
    if (before)
      ended.push({
        device: before,
        at: step.kind === 'deleted' ? step.cause.at : step.device.cause.at,
        removed: step.kind === 'deleted' ? step.cause : undefined,
      });
  }
  const all = [...net.values()];
  return {
    inserts: all.flatMap(({ was, now }) => (now && !was ? [now] : [])),
    updates: all.flatMap(({ was, now }) => (was && now ? [{ was, device: now }] : [])),
    deletes: all.flatMap(({ was, now }) => (was && !now ? [was] : [])),
    ended,
  };
}

const updateDevices = (updates: readonly Update[]): Statement =>
  updateStatement(
    updates,
    ({ device }) => device,
    ({ device }) => searchText(device),
    ({ was }) => was.version,
  );

/** Those that block stay, and so does their device: the foreign key sees to it. */
const deleteReferences = (devices: readonly Device[]): Statement => ({
  sql: 'delete from device_references where device_id = any($1::uuid[]) and not blocks_delete',
  params: [devices.map(({ id }) => id)],
});

const deleteDevices = (devices: readonly Device[]): Statement => ({
  sql: `with gone as (
       delete from devices d using unnest($1::uuid[], $2::int[]) as seen (id, version)
       where d.id = seen.id and d.version = seen.version and d.used_ports = 0 returning d.id)
     select must_be(count(*), $3) from gone`,
  params: [devices.map(({ id }) => id), devices.map(({ version }) => version), devices.length],
});

const insertDevices = (devices: readonly Device[]): Statement =>
  insertStatement('devices', devices, (device) => device, [
    { name: 'id', type: 'uuid', value: ({ id }) => id },
    { name: 'search', type: 'text', value: searchText },
  ]);

const insertVersions = (ended: readonly Ended[]): Statement =>
  insertStatement('device_versions', ended, ({ device }) => device, [
    { name: 'search', type: 'text', value: ({ device }) => searchText(device) },
    { name: 'extensions', type: 'text', value: ({ device }) => device.extensions ?? '' },
    { name: 'device_id', type: 'uuid', value: ({ device }) => device.id },
    { name: 'ended_at', type: 'timestamptz', value: ({ at }) => at.toISOString() },
    { name: 'removed_by_id', type: 'text', value: ({ removed }) => removed?.byId ?? null },
    { name: 'removed_by_name', type: 'text', value: ({ removed }) => removed?.byName ?? null },
    { name: 'removed_source', type: 'text', value: ({ removed }) => removed?.source ?? null },
    { name: 'removed_import_id', type: 'uuid', value: ({ removed }) => removed?.importId ?? null },
    { name: 'removed_import_row', type: 'integer', value: ({ removed }) => removed?.importRow ?? null },
  ]);

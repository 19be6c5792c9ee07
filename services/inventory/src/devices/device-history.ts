import { type Caller, isId, notFound } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { customColumn } from '../fields/custom-column.js';
import { differingFields } from '../fields/custom-field.js';
import type { Device, Source } from './device.js';
import { deviceOf, type DeviceRow, VERSIONED } from './device-rows.js';
import { type HistoryNames, namesIn } from './history-names.js';
import { showMac } from './mac-address.js';

/** One change of a device: who, when, from where, what from, what to (INV-14). */
export interface HistoryEntry {
  readonly version: number;
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly source: Source;
  readonly importId: string | null;
  readonly importRow: number | null;
  /** Of the batch, where one changed it. */
  readonly batchId: string | null;
  /** Records are `{id, name}`, as they are called today; one that the caller may not see is null. A custom field has a label besides. */
  readonly changes: readonly { readonly field: string; readonly label?: string; readonly from: unknown; readonly to: unknown }[];
}

interface VersionRow extends DeviceRow {
  readonly removed_by_id: string | null;
  readonly removed_by_name: string | null;
  readonly removed_source: Source | null;
  readonly removed_import_id: string | null;
  readonly removed_import_row: number | null;
  readonly ended_at: Date | null;
}

const REMOVED_COLUMNS = 'removed_by_id, removed_by_name, removed_source, removed_import_id, removed_import_row, ended_at';
const NOT_REMOVED = 'null::text, null::text, null::text, null::uuid, null::int, null::timestamptz';

/** Every change of a device that the caller may know of, newest first: its versions with the differences between one and the next. */
@Injectable()
export class DeviceHistory {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, id: string): Promise<readonly HistoryEntry[]> {
    if (!isId(id)) throw notFound('device');
    return this.database.transaction(caller.scope, async (tx) => {
      const rows = await tx.query<VersionRow>(
        `select device_id as id, ${VERSIONED}, ${REMOVED_COLUMNS} from device_versions where device_id = $1
         union all select id, ${VERSIONED}, ${NOT_REMOVED} from devices where id = $1 order by version`,
        [id],
      );
      if (rows.length === 0) throw notFound('device');
      const known = rows.filter((row) => isHolder(caller, row));
      const names = await namesIn(tx, known);
      return known.flatMap((row, index) => entriesOf(row, known[index - 1], names)).toReversed();
    });
  }
}

/** INV-05: a reseller sees a shared device of nobody, but of its history only the time it held it. */
const isHolder = ({ scope }: Caller, { managed_by, customer_reseller_id }: VersionRow): boolean =>
  scope.kind !== 'reseller' || managed_by === scope.resellerId || customer_reseller_id === scope.resellerId;

function entriesOf(row: VersionRow, before: VersionRow | undefined, names: HistoryNames): HistoryEntry[] {
  const device = deviceOf(row);
  const { byId, byName, at, source, importId, importRow } = device.cause;
  const change: HistoryEntry = {
    version: device.version,
    kind: device.version === 1 ? 'created' : 'changed',
    at: at.toISOString(),
    by: { id: byId, name: byName },
    ...originOf(source, importId, importRow),
    changes: differences(before && deviceOf(before), device, names),
  };
  return row.removed_source === null ? [change] : [change, removalOf(row, row.removed_source, differences(device, undefined, names))];
}

const originOf = (source: Source, id: string | null, importRow: number | null): Pick<HistoryEntry, 'source' | 'importId' | 'importRow' | 'batchId'> =>
  source === 'batch' ? { source, importId: null, importRow: null, batchId: id } : { source, importId: id, importRow, batchId: null };

const removalOf = (row: VersionRow, source: Source, changes: HistoryEntry['changes']): HistoryEntry => ({
  version: row.version + 1,
  kind: 'deleted',
  at: (row.ended_at ?? row.since).toISOString(),
  by: { id: row.removed_by_id ?? '', name: row.removed_by_name ?? '' },
  ...originOf(source, row.removed_import_id, row.removed_import_row),
  changes,
});

function differences(before: Device | undefined, after: Device | undefined, names: HistoryNames): HistoryEntry['changes'] {
  const from = before ? shownFields(before, names) : {};
  const to = after ? shownFields(after, names) : {};
  const own = Object.keys({ ...from, ...to })
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }))
    .filter((change) => change.from !== change.to);
  return [...own, ...customDifferences(before, after, names)];
}

/** Those of fields that the caller sees. */
function customDifferences(before: Device | undefined, after: Device | undefined, names: HistoryNames): HistoryEntry['changes'][number][] {
  const from = { ...before?.custom, ...before?.customOfReseller };
  const to = { ...after?.custom, ...after?.customOfReseller };
  return differingFields(from, to).flatMap((id) => {
    const field = names.get(id);
    return field ? [{ field: customColumn(id), label: field.name, from: from[id] ?? null, to: to[id] ?? null }] : [];
  });
}

// A record is one object wherever it stands, so that equals are the same.
const shownFields = (device: Device, names: HistoryNames): Record<string, unknown> => ({
  name: device.name,
  description: device.description,
  model: names.get(device.modelId),
  macAddress: device.mac === null ? null : showMac(device.mac),
  managedBy: names.get(device.managedBy ?? ''),
  sharedWithResellers: device.shared,
  assignedTo: names.get(device.customerId ?? ''),
  site: names.get(device.siteId ?? ''),
  profile: names.get(device.profileId ?? ''),
  inventoryId: device.inventoryId,
  customerOwned: device.customerOwned,
  usedPorts: device.usedPorts,
  retired: device.retired,
  fileName: device.fileName,
  acceptDataFromPhone: device.acceptData,
  virtual: device.virtual,
  // That they changed, never what they are.
  secretVersion: device.secretVersion,
  extensions: device.extensions || null,
});

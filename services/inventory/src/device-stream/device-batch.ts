import { create } from '@bufbuild/protobuf';
import { type DeviceBatch, DeviceBatchSchema, Lifecycle } from '@ringfleet/contracts';
import { lifecycleState, type LifecycleState } from '../devices/device.js';
import { showMac } from '../devices/mac-address.js';
import { modelLabel } from '../models/model.js';
import type { CustomerLabel } from './customer-labels.js';

/** What is selected for a stream, in this order; from `DEVICES_JOINED`. */
export const STREAMED_FIELDS = `
  d.name, d.description, d.mac, d.inventory_id, d.shared, d.customer_owned, d.total_ports, d.used_ports, d.retired,
  extract(epoch from d.created_at)::float8, extract(epoch from d.since)::float8, m.vendor, m.name, r.name, d.managed_by is null, d.customer_id, c.name,
  case when d.shared then (select o.name from tenants o where o.id = c.reseller_id) end, s.name, p.name,
  case when d.used_ports > 0 then
    (select string_agg(coalesce(nullif(a.extension, ''), a.number), ', ' order by l.port) from ports l join accounts a on a.id = l.account_id where l.device_id = d.id) end,
  d.file_name, d.accept_data, d.virtual`;

export type StreamedRow = readonly [
  name: string,
  description: string | null,
  mac: string | null,
  inventoryId: string | null,
  shared: boolean,
  customerOwned: boolean,
  totalPorts: number,
  usedPorts: number,
  retired: boolean,
  createdAt: number,
  changedAt: number,
  vendor: string,
  model: string,
  manager: string | null,
  isProviders: boolean,
  customerId: string | null,
  customer: string | null,
  customersReseller: string | null,
  site: string | null,
  profile: string | null,
  extensions: string | null,
  fileName: string | null,
  acceptData: boolean,
  virtual: boolean,
];

const LIFECYCLES: Readonly<Record<LifecycleState, Lifecycle>> = {
  inStock: Lifecycle.IN_STOCK,
  assigned: Lifecycle.ASSIGNED,
  inService: Lifecycle.IN_SERVICE,
  retired: Lifecycle.RETIRED,
};

/** Some devices as a message of the stream. */
export function batchOf(rows: readonly StreamedRow[], labelOf: CustomerLabel): DeviceBatch {
  const labels = new Labels();
  const batch = create(DeviceBatchSchema);
  for (const row of rows) {
    addOwn(batch, row);
    addReferences(batch, row, { labels, labelOf });
  }
  batch.labels = labels.all;
  return batch;
}

// By index: rows are many, and taking them apart by name costs more than all the rest of this.
function addOwn(batch: DeviceBatch, row: StreamedRow): void {
  const mac = row[2];
  const totalPorts = row[6];
  const usedPorts = row[7];
  batch.names.push(row[0]);
  batch.descriptions.push(row[1] ?? '');
  batch.macAddresses.push(mac === null ? '' : showMac(mac));
  batch.inventoryIds.push(row[3] ?? '');
  batch.shared.push(row[4]);
  batch.customerOwned.push(row[5]);
  batch.totalPorts.push(totalPorts);
  batch.freePorts.push(totalPorts - usedPorts);
  batch.lifecycles.push(LIFECYCLES[lifecycleState({ retired: row[8], usedPorts, customerId: row[15] })]);
  batch.createdAtMs.push(Math.round(row[9] * 1_000));
  batch.changedAtMs.push(Math.round(row[10] * 1_000));
  batch.extensions.push(row[20] ?? '');
  batch.fileNames.push(row[21] ?? '');
  batch.acceptData.push(row[22]);
  batch.virtual.push(row[23]);
}

function addReferences(batch: DeviceBatch, row: StreamedRow, { labels, labelOf }: { readonly labels: Labels; readonly labelOf: CustomerLabel }): void {
  const [id, name] = [row[15], row[16]];
  const customer = id === null || name === null ? null : labelOf({ id, name, resellerName: row[17], isAmongAll: row[4] && row[14] });
  batch.models.push(labels.index(modelLabel({ vendor: row[11], name: row[12] })));
  batch.managers.push(labels.index(row[13]));
  batch.customers.push(labels.index(customer));
  batch.sites.push(labels.index(row[18]));
  batch.profiles.push(labels.index(row[19]));
}

/** Names that come again and again, each once. */
class Labels {
  readonly all: string[] = [''];
  private readonly known = new Map<string | null, number>([
    [null, 0],
    ['', 0],
  ]);

  index(label: string | null): number {
    const known = this.known.get(label);
    if (known !== undefined) return known;
    const added = this.all.push(label ?? '') - 1;
    this.known.set(label, added);
    return added;
  }
}

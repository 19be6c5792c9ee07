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
    const [name, description, mac, inventoryId, shared, customerOwned, totalPorts, usedPorts, retired, createdAt, changedAt] = row;
    const [
      ,
      ,
      ,
      ,
      ,
      ,
      ,
      ,
      ,
      ,
      ,
      vendor,
      model,
      manager,
      isProviders,
      customerId,
      customer,
      customersReseller,
      site,
      profile,
      extensions,
      fileName,
      acceptData,
      virtual,
    ] = row;
    batch.names.push(name);
    batch.descriptions.push(description ?? '');
    batch.macAddresses.push(mac === null ? '' : showMac(mac));
    batch.inventoryIds.push(inventoryId ?? '');
    batch.extensions.push(extensions ?? '');
    batch.fileNames.push(fileName ?? '');
    batch.acceptData.push(acceptData);
    batch.virtual.push(virtual);
    batch.models.push(labels.index(modelLabel({ vendor, name: model })));
    batch.managers.push(labels.index(manager));
    batch.customers.push(
      customerId === null || customer === null
        ? 0
        : labels.index(labelOf({ id: customerId, name: customer, resellerName: customersReseller, isAmongAll: shared && isProviders })),
    );
    batch.sites.push(labels.index(site));
    batch.profiles.push(labels.index(profile));
    batch.shared.push(shared);
    batch.customerOwned.push(customerOwned);
    batch.totalPorts.push(totalPorts);
    batch.freePorts.push(totalPorts - usedPorts);
    batch.lifecycles.push(LIFECYCLES[lifecycleState({ retired, usedPorts, customerId })]);
    batch.createdAtMs.push(Math.round(createdAt * 1_000));
    batch.changedAtMs.push(Math.round(changedAt * 1_000));
  }
  batch.labels = labels.all;
  return batch;
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

import { create } from '@bufbuild/protobuf';
import { type DeviceBatch, DeviceBatchSchema, Lifecycle } from '@ringfleet/contracts';
import { type CustomField, type CustomValues, valueIn } from '../fields/custom-field.js';
import { lifecycleState, type LifecycleState } from '../devices/device.js';
import { showMac } from '../devices/mac-address.js';
import { modelLabel } from '../models/model.js';
import type { CustomerLabel } from './customer-labels.js';

const BETWEEN = '\u001f'; // no name holds a control character (INV-02)
const joined = (fields: readonly string[]): string => `concat_ws(chr(${BETWEEN.charCodeAt(0)}), ${fields.join(', ')})`;
const orNothing = (field: string): string => `coalesce(${field}, '')`;

const SHARED = 1;
const CUSTOMER_OWNED = 2;
const RETIRED = 4;
const ACCEPTS_DATA = 8;
const VIRTUAL = 16;
const FLAGS = `d.shared::int * ${SHARED} + d.customer_owned::int * ${CUSTOMER_OWNED} + d.retired::int * ${RETIRED} + d.accept_data::int * ${ACCEPTS_DATA} + d.virtual::int * ${VIRTUAL}`;
const FACTS = ["coalesce(d.mac, '')", FLAGS, 'd.total_ports', 'd.used_ports', 'extract(epoch from d.created_at)', 'extract(epoch from d.since)'];
const CUSTOMERS_RESELLER = '(select o.name from tenants o where o.id = c.reseller_id)';
const REFERENCES = [
  'm.vendor',
  'm.name',
  ...['r.name', 'd.customer_id::text', 'c.name', `case when d.shared then ${CUSTOMERS_RESELLER} end`, 's.name', 'p.name'].map(orNothing),
  '(d.shared and d.managed_by is null)::int',
];

/** What is selected for a stream, in this order; from `DEVICES_JOINED`. Few fields a row, since the driver's work is by field: what holds no text of anybody's comes joined. */
export const STREAMED_FIELDS = `
  d.name, d.description, d.inventory_id, d.file_name,
  case when d.used_ports > 0 then
    (select string_agg(coalesce(nullif(a.extension, ''), a.number), ', ' order by l.port) from ports l join accounts a on a.id = l.account_id where l.device_id = d.id) end,
  ${joined(FACTS)}, ${joined(REFERENCES)}`;

/** What is selected besides where values of custom fields are wanted; of JSON no character is a control character. */
export const CUSTOM_VALUES = joined([orNothing('d.custom::text'), orNothing('d.custom_of_reseller::text')]);

export type StreamedRow = readonly [
  name: string,
  description: string | null,
  inventoryId: string | null,
  fileName: string | null,
  extensions: string | null,
  facts: string,
  references: string,
  custom?: string,
];

const LIFECYCLES: Readonly<Record<LifecycleState, Lifecycle>> = {
  inStock: Lifecycle.IN_STOCK,
  assigned: Lifecycle.ASSIGNED,
  inService: Lifecycle.IN_SERVICE,
  retired: Lifecycle.RETIRED,
};

/** Some devices as a message of the stream. */
export function batchOf(rows: readonly StreamedRow[], labelOf: CustomerLabel, wanted: readonly (CustomField | undefined)[] = []): DeviceBatch {
  const batch = create(DeviceBatchSchema);
  const labels = new Labels();
  const known = new Map<string, References>(); // many devices have all of them in common
  for (const row of rows) {
    let references = known.get(row[6]);
    if (!references) known.set(row[6], (references = referencesOf(row[6], labels, labelOf)));
    addOwn(batch, row);
    addFacts(batch, row[5], references.customerId);
    batch.models.push(references.model);
    batch.managers.push(references.manager);
    batch.customers.push(references.customer);
    batch.sites.push(references.site);
    batch.profiles.push(references.profile);
  }
  batch.labels = labels.all;
  if (wanted.length > 0) batch.custom = customCells(rows, wanted);
  return batch;
}

/** By field, a cell for each row. */
function customCells(rows: readonly StreamedRow[], wanted: readonly (CustomField | undefined)[]): DeviceBatch['custom'] {
  const values = rows.map(([, , , , , , , custom = '']) => {
    const [ofProvider = '', ofReseller = ''] = custom.split(BETWEEN);
    return { custom: valuesOf(ofProvider), customOfReseller: valuesOf(ofReseller) };
  });
  return wanted.map((field) => ({
    $typeName: 'ringfleet.inventory.v1.CustomCells',
    cells: values.map((of) => String((field && valueIn(field, of)) ?? '')),
  }));
}

const valuesOf = (json: string): CustomValues | null => (json === '' ? null : (JSON.parse(json) as CustomValues));

function addOwn(batch: DeviceBatch, row: StreamedRow): void {
  batch.names.push(row[0]);
  batch.descriptions.push(row[1] ?? '');
  batch.inventoryIds.push(row[2] ?? '');
  batch.fileNames.push(row[3] ?? '');
  batch.extensions.push(row[4] ?? '');
}

function addFacts(batch: DeviceBatch, facts: string, customerId: string | null): void {
  const [mac = '', flagsText, totalText, usedText, createdAt, changedAt] = facts.split(BETWEEN);
  const flags = Number(flagsText);
  const totalPorts = Number(totalText);
  const usedPorts = Number(usedText);
  batch.macAddresses.push(mac === '' ? '' : showMac(mac));
  batch.shared.push((flags & SHARED) !== 0);
  batch.customerOwned.push((flags & CUSTOMER_OWNED) !== 0);
  batch.acceptData.push((flags & ACCEPTS_DATA) !== 0);
  batch.virtual.push((flags & VIRTUAL) !== 0);
  batch.totalPorts.push(totalPorts);
  batch.freePorts.push(totalPorts - usedPorts);
  batch.lifecycles.push(LIFECYCLES[lifecycleState({ retired: (flags & RETIRED) !== 0, usedPorts, customerId })]);
  batch.createdAtMs.push(Math.round(Number(createdAt) * 1_000));
  batch.changedAtMs.push(Math.round(Number(changedAt) * 1_000));
}

/** Indexes in a batch's labels. */
interface References {
  readonly model: number;
  readonly manager: number;
  readonly customer: number;
  readonly site: number;
  readonly profile: number;
  readonly customerId: string | null;
}

function referencesOf(text: string, labels: Labels, labelOf: CustomerLabel): References {
  const [vendor = '', model = '', manager = '', id = '', customer = '', customersReseller = '', site = '', profile = '', isAmongAll] = text.split(BETWEEN);
  const labelled = { id, name: customer, resellerName: customersReseller || null, isAmongAll: isAmongAll === '1' };
  return {
    model: labels.index(modelLabel({ vendor, name: model })),
    manager: labels.index(manager),
    customer: labels.index(customer === '' ? '' : labelOf(labelled)),
    site: labels.index(site),
    profile: labels.index(profile),
    customerId: id || null,
  };
}

/** Names that come again and again, each once. */
class Labels {
  readonly all: string[] = [''];
  private readonly known = new Map<string, number>([['', 0]]);

  index(label: string): number {
    const known = this.known.get(label);
    if (known !== undefined) return known;
    const added = this.all.push(label) - 1;
    this.known.set(label, added);
    return added;
  }
}

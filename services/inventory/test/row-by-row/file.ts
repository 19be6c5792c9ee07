// A random file in one world.
import { newId } from '@ringfleet/kernel';
import { INEXACT_NUMBER, UNFORESEEN } from './bad-cells.js';
import { type Around, cellsOf, type Said } from './cells.js';
import { type FilePlan, MANDATORY, type RowPlan } from './file-plan.js';
import type { TenantRow } from './reference/records.js';
import type { FileRow, Upload } from './reference/row.js';
import { COLUMN_NAMES } from './reference/words.js';
import { choose, DEVICE_NAMES, MACS } from './world-plan.js';
import { buildUploader, customersFor, customOf, MODELS, type World } from './world.js';

export interface UploadedFile extends Upload {
  readonly rows: readonly FileRow[];
}

export function buildFile(plan: FilePlan, world: World): UploadedFile {
  const uploader = buildUploader(plan.uploader, world);
  const sorted = [...COLUMN_NAMES.slice(0, MANDATORY), ...plan.optional];
  const at = plan.turned % sorted.length;
  const columns = [...sorted.slice(at), ...sorted.slice(0, at)];
  const said: Said[] = [];
  let number = 1;
  const rows = plan.rows.map((row): FileRow => {
    number += row.gap;
    const says = whatItSays(row, { world, uploader, said });
    said.push(says);
    const cells = cellsOf(says, row, { world, uploader });
    return { row: number, cells: columns.map((column) => cells[column]), inexact: columns.filter((column) => cells[column] === INEXACT_NUMBER) };
  });
  return { importId: newId(), uploader, columns, rows };
}

function whatItSays(row: RowPlan, { world, uploader, said = [] }: Around): Said {
  if (row.about.startsWith('there') && world.devices.length > 0) return choose(world.devices, row.name);
  if (row.about.startsWith('again') && said.length > 0) return choose(said, row.name);
  const manager = uploader.resellerId ?? choose([null, null, ...ofKind(world, 'reseller').map(({ id }) => id)], row.manager);
  const shared = manager === null && row.shared % 4 === 3;
  const customers = customersFor(ofKind(world, 'customer'), manager, shared).filter(({ permission }) => permission === 'modify' || row.customer % 5 === 4);
  const own = customers.find(({ id }) => id === uploader.customerId);
  const customer = own ?? choose([null, ...customers], row.customer);
  const model = choose(MODELS, row.model);
  const virtual = row.provisioning % 10 === 9;
  const custom = customOf(own ? [] : world.fields, row.custom, manager ?? customer?.reseller_id ?? null);
  const profiles = world.profiles.filter((profile) => profile.owner_reseller_id === null || profile.owner_reseller_id === manager);
  return {
    name: choose(DEVICE_NAMES, row.name),
    model_id: model.id,
    mac: model.virtual || virtual ? null : choose(MACS, row.mac),
    managed_by: manager,
    shared,
    customer_id: customer?.id ?? null,
    site_id: choose([null, ...ofKind(world, 'site').filter(({ customer_id }) => customer_id === customer?.id)], row.site)?.id ?? null,
    profile_id: choose([null, null, ...(own ? [] : profiles)], row.profile)?.id ?? null,
    inventory_id: choose([null, 'INV-1', 'inv-1'], row.inventoryId),
    description: choose(DESCRIPTIONS, row.description),
    customer_owned: customer !== null && (own !== undefined || row.owned % 4 === 3),
    file_name: choose([null, null, 'phone.cfg'], row.provisioning),
    accept_data: row.provisioning % 4 === 3,
    virtual,
    ...custom,
  };
}

const DESCRIPTIONS = [null, 'Lobby', 'Caf\u00e9', 'Cafe\u0301', '📞'.repeat(255), UNFORESEEN];
/** The number that stands for a description at which writing can be made to fail. */
export const UNFORESEEN_AT = DESCRIPTIONS.indexOf(UNFORESEEN);

const ofKind = (world: World, kind: string): TenantRow[] => world.tenants.filter((tenant) => tenant.kind === kind && !tenant.deleted);

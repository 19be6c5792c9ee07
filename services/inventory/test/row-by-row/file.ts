// A random file: what its rows are about as numbers that fast-check shrinks, made into cells for one world.
import { newId } from '@ringfleet/kernel';
import fc from 'fast-check';
import type { DeviceRow, TenantRow, Uploader } from './reference/records.js';
import type { FileRow, Upload } from './reference/row.js';
import { type ColumnName, COLUMN_NAMES, shownMac } from './reference/words.js';
import { buildUploader, choose, customersFor, DEVICE_NAMES, MACS, MODELS, uploaderArbitrary, type World } from './world.js';
import { badCells, INEXACT_NUMBER, UNFORESEEN } from './bad-cells.js';
import { spell, spellAction, spellMac, spellYesNo } from './spelling.js';

const nat = fc.nat(59);
const MANDATORY = 4;

const rowPlan = fc.record({
  /** A new device, one that is there, one that an earlier row said. */
  about: fc.constantFrom(
    'new',
    'new',
    'new',
    'new',
    'there',
    'there, but for one cell',
    'again',
    'again, but for one cell',
    'there, to be removed',
    'again, to be removed',
  ),
  name: nat,
  model: nat,
  mac: nat,
  manager: nat,
  shared: nat,
  customer: nat,
  site: nat,
  profile: nat,
  owned: nat,
  inventoryId: nat,
  description: nat,
  spelling: nat,
  faults: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.record({ column: nat, cell: nat }), { minLength: 1, maxLength: 3 }) },
  ),
  gap: fc.constantFrom(1, 1, 1, 2),
});
type RowPlan = typeof rowPlan extends fc.Arbitrary<infer Plan> ? Plan : never;

export const filePlan = fc.record({
  uploader: uploaderArbitrary,
  /** Optional columns that the file has, and in which order its columns are. */
  optional: fc.oneof(
    { weight: 3, arbitrary: fc.constant(COLUMN_NAMES.slice(MANDATORY)) },
    { weight: 1, arbitrary: fc.subarray(COLUMN_NAMES.slice(MANDATORY)) },
  ),
  turned: fc.nat(11),
  rows: fc.array(rowPlan, { minLength: 1, maxLength: 12 }),
  /** Rows per chunk, again and again. */
  cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  /** Every message is delivered twice. */
  twice: fc.boolean(),
});
export type FilePlan = typeof filePlan extends fc.Arbitrary<infer Plan> ? Plan : never;

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

/** Which device a row means, by its parts. */
type Said = Pick<
  DeviceRow,
  'name' | 'model_id' | 'mac' | 'managed_by' | 'shared' | 'customer_id' | 'site_id' | 'profile_id' | 'inventory_id' | 'description' | 'customer_owned'
>;

interface Around {
  readonly world: World;
  readonly uploader: Uploader;
  readonly said?: readonly Said[];
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
  const profiles = world.profiles.filter((profile) => profile.owner_reseller_id === null || profile.owner_reseller_id === manager);
  return {
    name: choose(DEVICE_NAMES, row.name),
    model_id: model.id,
    mac: model.virtual ? null : choose(MACS, row.mac),
    managed_by: manager,
    shared,
    customer_id: customer?.id ?? null,
    site_id: choose([null, ...ofKind(world, 'site').filter(({ customer_id }) => customer_id === customer?.id)], row.site)?.id ?? null,
    profile_id: choose([null, null, ...(own ? [] : profiles)], row.profile)?.id ?? null,
    inventory_id: choose([null, 'INV-1', 'inv-1'], row.inventoryId),
    description: choose(DESCRIPTIONS, row.description),
    customer_owned: customer !== null && (own !== undefined || row.owned % 4 === 3),
  };
}

const DESCRIPTIONS = [null, 'Lobby', 'Caf\u00e9', 'Cafe\u0301', '📞'.repeat(255), UNFORESEEN];
/** The number that stands for a description at which writing can be made to fail. */
export const UNFORESEEN_AT = DESCRIPTIONS.indexOf(UNFORESEEN);

const ofKind = (world: World, kind: string): TenantRow[] => world.tenants.filter((tenant) => tenant.kind === kind && !tenant.deleted);

/** The cells that say it, in one of many spellings, and in the end with what is wrong. */
function cellsOf(says: Said, row: RowPlan, { world, uploader }: Around): Record<ColumnName, string> {
  const nameOf = (id: string | null): string => world.tenants.find((tenant) => tenant.id === id)?.name ?? '';
  const model = MODELS.find(({ id }) => id === says.model_id);
  const profile = world.profiles.find(({ id }) => id === says.profile_id);
  const remove = row.about.endsWith('removed');
  const cells: Record<ColumnName, string> = {
    Action: spellAction(remove, row.spelling),
    Name: spell(says.name, row.spelling),
    'Device model': remove && row.model % 3 === 0 ? '' : spell(`${model?.vendor} ${model?.name}`, row.spelling),
    'MAC address': remove && row.mac % 3 === 0 ? '' : spellMac(says.mac && shownMac(says.mac), row.spelling),
    'Managed by': managerCell(says.managed_by === null ? null : nameOf(says.managed_by), uploader, row.spelling),
    'CPE profile': spell(profile?.name ?? '', row.spelling),
    'Shared with reseller': spellYesNo(says.shared, row.spelling),
    'Tenant customer name':
      uploader.customerId !== null && row.customer % 3 === 0 ? '' : spell(customerCell(says.customer_id, row.customer, world), row.spelling),
    'Inventory ID': says.inventory_id ?? '',
    Description: says.description ?? '',
    Site: spell(nameOf(says.site_id), row.spelling),
    'Customer-owned': uploader.customerId !== null && row.owned % 3 === 0 ? '' : spellYesNo(says.customer_owned, row.spelling),
  };
  for (const { column, cell } of faultsOf(row)) {
    const name = choose(COLUMN_NAMES, column);
    cells[name] = choose(badCells(name, world), cell);
  }
  return cells;
}

/** Nearly what is there differs in one cell of those that may be empty. */
const faultsOf = (row: RowPlan): RowPlan['faults'] =>
  row.about.endsWith('one cell') ? [{ column: MANDATORY + (row.model % (COLUMN_NAMES.length - MANDATORY)), cell: row.mac }] : row.faults;

function managerCell(name: string | null, uploader: Uploader, spelling: number): string {
  if (name !== null) return uploader.resellerId !== null && spelling % 2 === 0 ? '' : spell(name, spelling);
  return spell(choose(['', 'Administrator only', 'Administrateur uniquement'], spelling), spelling);
}

/** By name, by ID, or as `Reseller / Customer`. */
function customerCell(id: string | null, number: number, world: World): string {
  const customer = world.tenants.find((tenant) => tenant.id === id);
  if (!customer) return '';
  const reseller = world.tenants.find((tenant) => tenant.id === customer.reseller_id);
  return choose([customer.name, customer.name, customer.id, reseller ? `${reseller.name} / ${customer.name}` : customer.name], number);
}

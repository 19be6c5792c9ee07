// The cells that say which device a row means, in one of many spellings, and what is wrong with them.
import { type DeviceRow, seesField, seesProfile, type Uploader } from './reference/records.js';
import { type ColumnName, COLUMN_NAMES, type CustomColumn, shownMac } from './reference/words.js';
import { badCells } from './bad-cells.js';
import { MANDATORY, type RowPlan } from './file-plan.js';
import { spell, spellAction, spellMac, spellYesNo } from './spelling.js';
import { choose } from './world-plan.js';
import { MODELS, type World } from './world.js';

/** Which device a row means, by its parts. */
export type Said = Pick<
  DeviceRow,
  | 'name'
  | 'model_id'
  | 'mac'
  | 'managed_by'
  | 'shared'
  | 'customer_id'
  | 'site_id'
  | 'profile_id'
  | 'inventory_id'
  | 'description'
  | 'customer_owned'
  | 'file_name'
  | 'accept_data'
  | 'virtual'
  | 'custom'
  | 'custom_of_reseller'
>;

export interface Around {
  readonly world: World;
  readonly uploader: Uploader;
  readonly said?: readonly Said[];
}

/** The cells that say it, in one of many spellings, and in the end with what is wrong. */
export function cellsOf(says: Said, row: RowPlan, { world, uploader }: Around): Record<ColumnName, string> {
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
    // What the uploader may not see is empty in its exports.
    'CPE profile': profile && (seesProfile(uploader, profile) || row.profile % 3 === 0) ? spell(profile.name, row.spelling) : '',
    'Shared with reseller': spellYesNo(says.shared, row.spelling),
    'Tenant customer name':
      uploader.customerId !== null && row.customer % 3 === 0 ? '' : spell(customerCell(says.customer_id, row.customer, world), row.spelling),
    'Inventory ID': says.inventory_id ?? '',
    Description: says.description ?? '',
    Site: spell(nameOf(says.site_id), row.spelling),
    'Customer-owned': uploader.customerId !== null && row.owned % 3 === 0 ? '' : spellYesNo(says.customer_owned, row.spelling),
    // Whatever it is, the device may have it from an earlier row.
    'ASCII/AES key': choose(['', '', '0123456789abcdef'], row.provisioning),
    Secret: choose(['', '', '', 's3cret', 'another'], row.provisioning),
    'HTTP username': choose(['', '', 'phone'], row.provisioning >> 1),
    'HTTP password': choose(['', '', ' pass word ', 'pass word'], row.provisioning >> 1),
    'File name': says.file_name ?? '',
    'Accept data from phone': spellYesNo(says.accept_data, row.spelling),
    'Virtual phone provisioning': spellYesNo(says.virtual, row.spelling),
    Note: customCell('Note', says, { world, uploader }),
    Weight: customCell('Weight', says, { world, uploader }),
    Floor: spell(customCell('Floor', says, { world, uploader }), row.spelling),
    Rack: customCell('Rack', says, { world, uploader }),
  };
  for (const { column, cell } of faultsOf(row)) {
    const name = choose(COLUMN_NAMES, column);
    cells[name] = choose([...(TEXTS.includes(name) ? [cells[name].toLowerCase()] : []), ...badCells(name, world)], cell);
  }
  return cells;
}

/** What the uploader may not see is empty in its exports. */
function customCell(column: CustomColumn, says: Said, { world, uploader }: Around): string {
  const field = world.fields.find(({ name }) => name === column);
  return field && seesField(uploader, field) ? String({ ...says.custom, ...says.custom_of_reseller }[field.id] ?? '') : '';
}

/** Columns in which the case of a letter counts. */
const TEXTS: readonly ColumnName[] = ['Inventory ID', 'Description', 'File name', 'Secret', 'Note'];

/** Nearly what is there differs in one cell of those that may be empty. */
const faultsOf = (row: RowPlan): RowPlan['faults'] =>
  row.about.endsWith('one cell') ? [{ column: MANDATORY + (row.model % (COLUMN_NAMES.length - MANDATORY)), cell: row.mac >> 1 }] : row.faults;

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

/** A row of an import file; cells left out are empty, except that it adds a Cisco 6821 where it does not say otherwise. */
export interface SheetRow {
  readonly action?: string;
  readonly name?: string;
  readonly model?: string;
  readonly mac?: string;
  readonly managedBy?: string;
  readonly profile?: string;
  readonly shared?: string;
  readonly customer?: string;
  readonly inventoryId?: string;
  readonly description?: string;
  readonly site?: string;
}

export const HEADER = 'Action,Name,Device model,MAC address,Managed by,CPE profile,Shared with reseller,Tenant customer name,Inventory ID,Description,Site';

/** A csv with a header; its first row has the number 2. */
export const csvOf = (rows: readonly SheetRow[]): string => [HEADER, ...rows.map(lineOf)].join('\n');

function lineOf({
  action = 'Add',
  name,
  model = action === 'Add' ? 'Cisco 6821' : '',
  mac,
  managedBy,
  profile,
  shared,
  customer,
  inventoryId,
  description,
  site,
}: SheetRow): string {
  return [action, name, model, mac, managedBy, profile, shared, customer, inventoryId, description, site].map(quoted).join(',');
}

const SPECIAL = /[",\n\r;\t]/; // 'Head office, 2nd floor'
const quoted = (cell = ''): string => (SPECIAL.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The n-th address of a block of its own: macOf(7, 1) is 02:00:07:00:00:01. */
export const macOf = (block: number, n: number): string =>
  (0x02_00_00_00_00_00 + block * 0x1_00_00_00 + n)
    .toString(16)
    .padStart(12, '0')
    .replaceAll(/..(?!$)/g, '$&:')
    .toUpperCase();

/** Rows that add so many phones, named `prefix-1` and so on. */
export const phones = (count: number, prefix: string, block: number, common: SheetRow = {}): SheetRow[] =>
  Array.from({ length: count }, (_, index) => ({ ...common, name: `${prefix}-${index + 1}`, mac: macOf(block, index + 1) }));

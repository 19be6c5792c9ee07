const COLUMNS = ['Action', 'Type', 'Name', 'Reseller', 'Customer', 'Site', 'Provision devices', 'Approved models', 'Extension', 'SIP password'] as const;
export type TreeCells = Partial<Record<(typeof COLUMNS)[number], string>>;

/** Rows of the tree (DIR-11) as a csv file. */
export const treeCsv = (rows: readonly TreeCells[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => (column === 'Action' ? (row.Action ?? 'Add') : (row[column] ?? ''))))]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join())
    .join('\n');

/** Customers of the provider, each with a site and so many accounts there, all under names that begin so. */
export const manyNodes = (prefix: string, customers: number, accounts: number): TreeCells[] =>
  Array.from({ length: customers }, (_, at): TreeCells[] => {
    const customer = `${prefix} ${String(at).padStart(5, '0')}`;
    const lines = Array.from({ length: accounts }, (__, line): TreeCells => ({
      Type: 'Account',
      Name: `${customer}-${line}`,
      Customer: customer,
      Site: 'Head office',
      Extension: String(100 + line),
      ...(line === 0 && { 'SIP password': `password of ${customer}` }),
    }));
    return [{ Type: 'Customer', Name: customer }, { Type: 'Site', Name: 'Head office', Customer: customer }, ...lines];
  }).flat();

// The order of the device list, as product.md says it (INV-10).
import type { Column, View } from './device-list.js';

/** What a column is sorted and shown by: names as they are compared, nothing before everything. */
function valueOf(view: View, column: Column): string | number | boolean {
  if (column === 'status') return view.status === null ? STATUSES.length : STATUSES.indexOf(view.status);
  const value = view[column];
  if (value === null) return '';
  if (typeof value !== 'object') return column === 'name' ? view.name.normalize('NFC').toLowerCase() : value;
  return 'name' in value ? value.name.toLowerCase() : value.join(', ');
}

const STATUSES: readonly View['status'][] = ['registered', 'aged', 'unregistered'];

const compare = (one: string | number | boolean, other: string | number | boolean): number => {
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return Number(one) - Number(other);
};

export const SORTED: readonly Column[] = [
  'name',
  'description',
  'model',
  'profile',
  'managedBy',
  'macAddress',
  'assignedTo',
  'totalPorts',
  'freePorts',
  'extensions',
  'inventoryId',
  'site',
  'sharedWithResellers',
  'customerOwned',
  'state',
  'status',
  'createdAt',
  'updatedAt',
];

export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

/** Ties are in the order of the record ids, in the direction of the first sort. */
export const sorted = (views: readonly View[], sorts: readonly Sort[]): View[] =>
  views.toSorted((one, other) => {
    for (const { column, descending } of sorts) {
      const order = compare(valueOf(one, column), valueOf(other, column));
      if (order !== 0) return descending ? -order : order;
    }
    return sorts[0]?.descending ? compare(other.id, one.id) : compare(one.id, other.id);
  });

import { queryOf } from '../api/api.js';
import type { Scope } from '../frame/scope.js';
import { askedFilters } from './custom-fields.js';
import type { ListAddress } from '../list/list-address.js';

export const DEVICE_FILTERS = [
  'managedBy',
  'model',
  'assignedTo',
  'profile',
  'site',
  'state',
  'status',
  'name',
  'description',
  'macAddress',
  'inventoryId',
  'totalPorts',
  'freePorts',
  'customerOwned',
  'sharedWithResellers',
  'extensions',
  'createdAt',
  'updatedAt',
] as const;

const VALUES: Readonly<Record<string, readonly string[]>> = {
  state: ['inStock', 'assigned', 'inService', 'retired'],
  status: ['registered', 'aged', 'unregistered', 'none'],
  customerOwned: ['true', 'false'],
  sharedWithResellers: ['true', 'false'],
};

/** Whether there is that value, where there are few: several of them as `aged,none`. */
export const isDeviceValue = (name: string, value: string): boolean => value.split(',').every((each) => VALUES[name]?.includes(each) ?? true);

/** The filters of the address within the scope: a scope narrows, and what contradicts it wins over it. */
export function filtersIn(scope: Scope, filters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (scope.kind === 'reseller') return { managedBy: scope.id, ...filters };
  if (scope.kind === 'customer') return { assignedTo: scope.id, ...filters };
  if (scope.kind === 'site') return { site: scope.id, ...filters };
  return filters;
}

export const DEVICES = 'devices';

/** The question to ask for an address, within a scope, as of a moment or now. */
export const devicesPath = (scope: Scope, asOf: string | undefined, { q, sort, after, filters }: ListAddress, limit: number): string =>
  `devices${queryOf({ limit, cursor: after, sort, q, asOf, ...askedFilters(filtersIn(scope, filters)) })}`;

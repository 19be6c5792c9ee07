import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Page, queryOf } from '../api/api.js';
import type { Scope } from '../frame/scope.js';
import type { ListAddress } from '../list/list-address.js';
import type { Device } from './device.js';

export const DEVICE_FILTERS = [
  'managedBy',
  'model',
  'assignedTo',
  'profile',
  'site',
  'state',
  'name',
  'description',
  'macAddress',
  'inventoryId',
  'totalPorts',
  'freePorts',
  'customerOwned',
  'sharedWithResellers',
] as const;

/** The filters of the address within the scope: a scope narrows, and what contradicts it wins over it. */
export function filtersIn(scope: Scope, filters: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (scope.kind === 'reseller') return { managedBy: scope.id, ...filters };
  if (scope.kind === 'customer') return { assignedTo: scope.id, ...filters };
  return filters;
}

export const DEVICES = 'devices';

/** One page of the list; while the next one comes the last one stays. */
export function useDevices(scope: Scope, address: ListAddress, limit: number): UseQueryResult<Page<Device>> {
  const { q, sort, after } = address;
  const path = `devices${queryOf({ limit, cursor: after, sort, q, ...filtersIn(scope, address.filters) })}`;
  return useQuery({ queryKey: [DEVICES, path], queryFn: ({ signal }) => api<Page<Device>>(path, { signal }), placeholderData: keepPreviousData });
}

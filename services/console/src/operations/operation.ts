import type { Schemas } from '@ringfleet/client';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Page } from '../api/api.js';

export type OperationKind = Operation['kind'];
export type Outcome = Schemas['Outcome'];
/** What becomes of a phone, in the order in which that is shown (CTL-03). */
export const OUTCOMES: readonly Outcome[] = ['waiting', 'sending', 'sent', 'confirmed', 'no_effect', 'timed_out', 'not_registered', 'refused', 'cancelled'];

/** An operation on phones as the API shows it. */
export type Operation = Schemas['OperationView'];

/** What became of a phone of an operation. */
export type OperationDevice = Schemas['OperationDeviceView'];

export const OPERATIONS = 'operations';
const WATCH_MS = 1_000;

export const isOver = ({ state }: Pick<Operation, 'state'>): boolean => state === 'finished' || state === 'cancelled';

/** How many phones need not be waited for any more. */
export const doneOf = ({ devices, counts, ...operation }: Operation): number =>
  isOver(operation) ? devices : devices - (counts.waiting ?? 0) - (counts.sending ?? 0) - (counts.sent ?? 0);

/** One operation, asked for again and again until it is over. */
export const useOperation = (id: string): UseQueryResult<Operation> =>
  useQuery({
    queryKey: [OPERATIONS, id],
    queryFn: () => api<Operation>(`operations/${id}`),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : WATCH_MS),
  });

/** A page of the operations, asked for again while one of them goes on. */
export const useOperations = (path: string): UseQueryResult<Page<Operation>> =>
  useQuery({
    queryKey: [OPERATIONS, path],
    queryFn: () => api<Page<Operation>>(path),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.every(isOver) ? false : WATCH_MS),
  });

/** A page of what became of the phones of an operation; asked for again while it goes on, and once more when it is over. */
export const useOperationDevices = (path: string, over: boolean): UseQueryResult<Page<OperationDevice>> =>
  useQuery({
    queryKey: [OPERATIONS, path, over],
    queryFn: () => api<Page<OperationDevice>>(path),
    placeholderData: keepPreviousData,
    refetchInterval: over ? false : WATCH_MS,
  });

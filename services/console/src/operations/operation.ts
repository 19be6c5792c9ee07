import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Page } from '../api/api.js';
import type { Named } from '../api/me.js';

export type OperationKind = 'restart' | 'resync';
/** What becomes of a phone, in the order in which that is shown (CTL-03). */
export const OUTCOMES = ['waiting', 'sending', 'sent', 'confirmed', 'no_effect', 'timed_out', 'not_registered', 'refused', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** An operation on phones as the API shows it. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled';
  readonly devices: number;
  /** Outcomes that no phone has are left out. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly startedBy: Named;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** What became of a phone of an operation. */
export interface OperationDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** What the phone answered, as SIP has it. */
  readonly code: number | null;
  readonly sentAt: string | null;
  readonly endedAt: string | null;
}

export const OPERATIONS = 'operations';
const WATCH_MS = 1_000;

export const isOver = ({ state }: Pick<Operation, 'state'>): boolean => state === 'finished' || state === 'cancelled';

/** How many phones need not be waited for any more. */
export const doneOf = ({ devices, counts, ...operation }: Operation): number =>
  isOver(operation) ? devices : devices - (counts.waiting ?? 0) - (counts.sending ?? 0) - (operation.kind === 'restart' ? (counts.sent ?? 0) : 0);

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

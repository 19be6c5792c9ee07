import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Page, queryOf } from '../api/api.js';
import type { Named } from '../api/me.js';

/** An import as the API shows it; rows = applied + unchanged + rejected + notReached, always (IMP-17). */
export interface Import {
  readonly id: string;
  readonly state: 'accepted' | 'scanning' | 'running' | 'stalled' | 'cancelling' | 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly counts: Counts;
  readonly ignoredColumns: readonly string[];
  readonly progress: { readonly rowsRead: number; readonly percent: number; readonly rate: number | null; readonly secondsLeft: number | null } | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly startedBy: Named;
  readonly format: string | null;
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly importId: string }[];
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface Counts {
  readonly rows: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly notReached: number;
}

export interface Reason {
  readonly column: string;
  readonly code: string;
  readonly message: string;
  readonly value: string;
}

export const IMPORTS = 'imports';
export const ROWS_SHOWN = 100;
const WATCH_MS = 700;

export const isOver = ({ state }: Pick<Import, 'state'>): boolean => state === 'completed' || state === 'failed' || state === 'cancelled';

/** One import, asked for again and again until it is over. */
export const useImport = (id: string): UseQueryResult<Import> =>
  useQuery({
    queryKey: [IMPORTS, id],
    queryFn: () => api<Import>(`imports/${id}`),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : WATCH_MS),
  });

export const useImports = (limit: number, cursor: string | undefined): UseQueryResult<Page<Import>> =>
  useQuery({
    queryKey: [IMPORTS, 'list', limit, cursor],
    queryFn: () => api<Page<Import>>(`imports${queryOf({ limit, cursor })}`),
    refetchInterval: ({ state }) => (state.data?.items.every(isOver) ? false : 2_000),
  });

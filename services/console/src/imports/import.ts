import type { Schemas } from '@ringfleet/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api, type Page, queryOf } from '../api/api.js';

/** rows = applied + unchanged + rejected + notReached, always (IMP-17). */
export type Import = Schemas['ImportView'];
export type Counts = Import['counts'];

export type Reason = Schemas['Reason'];

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

import type { Schemas } from '@ringfleet/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, call } from '../api/api.js';
import { Problem } from '../api/problem.js';

/** How the user likes every list; it follows to every browser (DIR-09, UI-04..07). */
export type Preferences = Omit<Kept, 'version'>;
type Kept = Schemas['PreferencesView'];

export const PAGE_SIZES = [10, 25, 50, 100, 200] as const;
export const FIRST_PAGE_SIZE = 25;
const PREFERENCES = ['preferences'] as const;
const SETTLES_MS = 800;
const FIRST_PAINT = 'ringfleet.preferences';

const painted = (): Kept | undefined => JSON.parse(localStorage.getItem(FIRST_PAINT) ?? 'null') ?? undefined;

let unsaved: Preferences = {};
let timer: ReturnType<typeof setTimeout> | undefined;
let saving: Promise<void> = Promise.resolve();

/** Shown at once, saved a moment later; what another browser saved meanwhile stays where it does not say the same. */
export function usePreferences(): readonly [Preferences, (change: Preferences) => void] {
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: PREFERENCES, queryFn: fetchPreferences, staleTime: 60_000, placeholderData: painted });
  const change = useCallback(
    (wanted: Preferences) => {
      unsaved = merged(unsaved, wanted);
      queries.setQueryData<Kept>(PREFERENCES, (now) => ({ version: 0, ...now, ...merged(now ?? {}, wanted) }));
      clearTimeout(timer);
      timer = setTimeout(() => {
        saving = saving.then(save);
      }, SETTLES_MS);
    },
    [queries],
  );
  return [data ?? {}, change];
}

const merged = (now: Preferences, wanted: Preferences): Preferences => ({
  ...now,
  ...wanted,
  ...((now.columns ?? wanted.columns) && { columns: { ...now.columns, ...wanted.columns } }),
});

async function fetchPreferences(): Promise<Kept> {
  const kept = await api<Kept>('me/preferences');
  localStorage.setItem(FIRST_PAINT, JSON.stringify(kept));
  return { ...kept, ...merged(kept, unsaved) };
}

async function save(): Promise<void> {
  const wanted = unsaved;
  unsaved = {};
  try {
    const { version, ...now } = await api<Kept>('me/preferences');
    await call('me/preferences', { method: 'PUT', body: merged(now, wanted), ifMatch: version });
  } catch (error) {
    unsaved = merged(wanted, unsaved);
    if (error instanceof Problem && error.status === 412) await save();
  }
}

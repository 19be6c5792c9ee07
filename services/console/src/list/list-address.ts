import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** What a list shows, as its address says it: shareable, and what Back goes through. */
export interface ListAddress {
  readonly q: string;
  /** `name` or `-name`. */
  readonly sort: string;
  readonly filters: Readonly<Record<string, string>>;
  /** Cursor of the page; undefined on the first. */
  readonly after: string | undefined;
  /** How many rows stand before the page; what a reader counts by. */
  readonly before: number;
}

export interface Change {
  readonly q?: string;
  readonly sort?: string;
  /** An empty value takes the filter away. */
  readonly filters?: Readonly<Record<string, string>>;
  readonly after?: string | undefined;
  readonly before?: number;
}

const FILTER = 'f.';
/** Custom fields are known a moment later than the address is read. */
const CUSTOM = 'custom.';

/** What can stand in an address besides the names of filters. */
interface Terms {
  /** What it can be sorted by; anything where that is not told. */
  readonly sorts?: readonly string[];
  /** Whether a filter can have that value. */
  readonly isValue?: ((name: string, value: string) => boolean) | undefined;
}

const anyValue = (): boolean => true;

/** What it does not know it leaves out. */
export function addressOf(params: URLSearchParams, known: readonly string[], firstSort: string, { sorts, isValue = anyValue }: Terms = {}): ListAddress {
  const filters = [...params].flatMap(([given, value]) => {
    const name = given.slice(FILTER.length);
    return given.startsWith(FILTER) && known.includes(name) && value !== '' && isValue(name, value) ? [[name, value] as const] : [];
  });
  const sort = params.get('sort') ?? firstSort;
  const isSort = sorts === undefined || sort.startsWith(CUSTOM, sort.startsWith('-') ? 1 : 0) || sorts.includes(sort.replace(/^-/, '')); // '-name' → 'name'
  return {
    q: params.get('q') ?? '',
    sort: isSort ? sort : firstSort,
    filters: Object.fromEntries(filters),
    after: params.get('after') ?? undefined,
    before: Math.max(0, Number.parseInt(params.get('before') ?? '0', 10) || 0),
  };
}

/** What an address asks for, in whatever order and on whichever page. */
export function questionOf(params: URLSearchParams): string {
  const asked = [...params].filter(([name, value]) => value !== '' && (name === 'q' || name === 'scope' || name.startsWith(FILTER)));
  const question = new URLSearchParams(asked);
  question.sort();
  return question.toString();
}

/** Whether something stands in the address that is not in what was read of it. */
export function leavesOut(params: URLSearchParams, { filters, sort }: ListAddress): boolean {
  return [...params].some(([name, value]) => {
    if (name === 'sort') return value !== sort;
    if (name === 'asOf') return Number.isNaN(Date.parse(value));
    return name.startsWith(FILTER) && !name.startsWith(FILTER + CUSTOM) && value !== '' && !(name.slice(FILTER.length) in filters);
  });
}

/** The address with the change; whatever asks another question begins at the first page again. */
export function withChange(params: URLSearchParams, change: Change): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string | undefined): void => (value === undefined || value === '' ? next.delete(name) : next.set(name, value));
  if (!('after' in change)) for (const name of ['after', 'before']) next.delete(name);
  if (change.q !== undefined) put('q', change.q);
  if (change.sort !== undefined) put('sort', change.sort);
  for (const [name, value] of Object.entries(change.filters ?? {})) put(`${FILTER}${name}`, value);
  if ('after' in change) {
    put('after', change.after);
    put('before', change.before === undefined || change.before === 0 ? undefined : String(change.before));
  }
  return next;
}

/** Typing takes the place of the entry in the history; a deliberate choice makes one. */
export function useListAddress(
  known: readonly string[],
  firstSort: string,
  { sorts, isValue }: Terms = {},
): readonly [ListAddress, (change: Change, typed?: boolean) => void, boolean] {
  const [params, setParams] = useSearchParams();
  const address = useMemo(() => addressOf(params, known, firstSort, { ...(sorts && { sorts }), isValue }), [params, known, firstSort, sorts, isValue]);
  // By what the address says now: two changes in one moment (what was typed, and a filter) both hold.
  const change = useCallback(
    (wanted: Change, typed = false) => setParams(withChange(new URLSearchParams(location.search), wanted), { replace: typed }),
    [setParams],
  );
  return [address, change, leavesOut(params, address)];
}

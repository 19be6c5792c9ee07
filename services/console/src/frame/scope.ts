import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { isProvider, type Me } from '../api/me.js';

type ScopeKind = 'reseller' | 'customer' | 'site';

/** Everything, one reseller, one customer, or one site (UI-02b); the address carries it as `scope=reseller:ID`. */
export type Scope = { readonly kind: 'all' } | { readonly kind: ScopeKind; readonly id: string };

/** Path of the API that lists what a scope of that kind can be; in the words, what they are called together. */
export const SCOPED = { reseller: 'resellers', customer: 'customers', site: 'sites' } as const satisfies Record<ScopeKind, string>;

/** Of which one may choose; a customer's user sees no sites (DIR-02a). */
export function kindsFor(me: Me): readonly ScopeKind[] {
  if (me.customer) return me.role === 'customer-user' ? [] : ['site'];
  return isProvider(me) ? ['reseller', 'customer'] : ['customer'];
}

const GIVEN = /^(reseller|customer|site):([\w-]{1,64})$/; // 'reseller:019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'

export function scopeOf(given: string): Scope {
  const [, kind, id] = GIVEN.exec(given) ?? [];
  return id === undefined ? { kind: 'all' } : { kind: kind as ScopeKind, id };
}

export function useScope(): Scope {
  const [params] = useSearchParams();
  const given = params.get('scope') ?? '';
  return useMemo(() => scopeOf(given), [given]);
}

/** A path within the scope that one is in. */
export function useScopedPath(): (path: string, filters?: Readonly<Record<string, string>>) => string {
  const [params] = useSearchParams();
  const scope = params.get('scope');
  return (path, filters = {}) => {
    const query = new URLSearchParams({ ...(scope !== null && { scope }), ...filters }).toString();
    return query === '' ? path : `${path}?${query}`;
  };
}

import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** Everything, one reseller, or one customer (UI-02b); the address carries it as `scope=reseller:ID`. */
export type Scope = { readonly kind: 'all' } | { readonly kind: 'reseller' | 'customer'; readonly id: string };

const GIVEN = /^(reseller|customer):([\w-]{1,64})$/; // 'reseller:019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'

export function scopeOf(given: string): Scope {
  const [, kind, id] = GIVEN.exec(given) ?? [];
  return id === undefined ? { kind: 'all' } : { kind: kind as 'reseller' | 'customer', id };
}

export function useScope(): Scope {
  const [params] = useSearchParams();
  const given = params.get('scope') ?? '';
  return useMemo(() => scopeOf(given), [given]);
}

/** A path within the scope that one is in. */
export function useScopedPath(): (path: string) => string {
  const [params] = useSearchParams();
  const scope = params.get('scope');
  return (path) => (scope === null ? path : `${path}?${new URLSearchParams({ scope })}`);
}

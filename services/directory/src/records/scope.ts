import type { Caller } from '@ringfleet/kernel';

/** The policy enforces the scope; a list names it too, so that an index serves. */
export function scopeColumns(scope: Caller['scope']): { readonly reseller_id?: string; readonly customer_id?: string } {
  if (scope.kind === 'reseller') return { reseller_id: scope.resellerId };
  return scope.kind === 'customer' ? { customer_id: scope.customerId } : {};
}

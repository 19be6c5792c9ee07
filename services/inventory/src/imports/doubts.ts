import { isId, nameKey, textOf } from '@ringfleet/kernel';
import type { Doubts } from './owners.js';
import type { Placement } from './placement.js';
import { type References, resellerCustomerPairs } from './references.js';
import type { Column, ImportRow } from './row.js';

const TENANT_CODES = new Set([
  'unknown_reseller',
  'unknown_customer',
  'ambiguous_customer',
  'customer_of_another_reseller',
  'customer_view_only',
  'customer_permission_none',
]);
const SITE_CODES = new Set(['unknown_site', 'model_not_approved_on_site']);
const PROFILE_CODES = new Set(['unknown_profile', 'profile_of_another_model', 'profile_not_usable']);

interface Asked {
  readonly asked: Set<string>;
  readonly own: readonly string[];
}

/**
 * The references that were refused, less what was asked already; undefined where none is left to ask. Notes in `asked` what it gives.
 * @param own ids of the uploader's reseller and customer: what they are called is asked where a customer's file is refused for not meaning them
 */
export function doubtsIn(
  judged: readonly { readonly row: ImportRow; readonly placement: Placement }[],
  refs: References,
  { asked, own }: Asked,
): Doubts | undefined {
  const fresh = (kind: string, key: string): boolean => {
    if (key === '' || key.includes('\0')) return false;
    const question = `${kind}\u0001${key}`;
    if (asked.has(question)) return false;
    asked.add(question);
    return true;
  };
  const doubts = { tenantKeys: [] as string[], tenantIds: [] as string[], sites: [] as { customerId: string; nameKey: string }[], profileKeys: [] as string[] };
  for (const { row, placement } of judged) {
    for (const { column, code } of placement.reasons) {
      if (TENANT_CODES.has(code)) {
        doubts.tenantKeys.push(...tenantKeys(row, column).filter((key) => fresh('tenant', key)));
        doubts.tenantIds.push(...tenantIds(row, column, refs).filter((id) => fresh('tenantId', id)));
      }
      if (code === 'not_permitted') doubts.tenantIds.push(...own.filter((id) => fresh('tenantId', id)));
      const { customer } = placement;
      const site = nameKey(textOf(row, 'site'));
      if (SITE_CODES.has(code) && customer && fresh('site', `${customer.id} ${site}`)) doubts.sites.push({ customerId: customer.id, nameKey: site });
      const profile = nameKey(textOf(row, 'profile'));
      if (PROFILE_CODES.has(code) && fresh('profile', profile)) doubts.profileKeys.push(profile);
    }
  }
  return Object.values(doubts).some((list) => list.length > 0) ? doubts : undefined;
}

function tenantKeys(row: ImportRow, column: Column): string[] {
  const text = textOf(row, column);
  const pairs = column === 'customer' ? resellerCustomerPairs(text).flatMap(({ reseller, customer }) => [reseller, customer]) : [];
  return [nameKey(text), ...pairs];
}

function tenantIds(row: ImportRow, column: Column, refs: References): string[] {
  if (column !== 'customer') return [];
  const text = textOf(row, 'customer');
  return [...(isId(text) ? [text.toLowerCase()] : []), ...refs.customersNamed(text).map(({ id }) => id)];
}

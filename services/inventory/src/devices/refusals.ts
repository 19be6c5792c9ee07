import { type Refusal, Refused } from '@ringfleet/kernel';
import type { Reason } from '../imports/row.js';
import { fieldOf } from './request-row.js';

// A file names records in words that are repeated to its writer; of an id there is nothing to repeat.
const UNKNOWN: Readonly<Record<string, string>> = {
  unknown_model: 'There is no such device model.',
  unknown_reseller: 'There is no such reseller.',
  unknown_customer: 'There is no such customer.',
  customer_of_another_reseller: 'The customer is not one of whoever manages the device; correct managedBy or assignedTo.',
  unknown_site: 'The customer has no such site.',
  unknown_profile: 'There is no such CPE profile.',
};

/** A reason against a row, as the answer to a request says it. */
export const refusalOf = ({ column, code, message }: Reason): Refusal => ({ code, field: fieldOf(column), message: UNKNOWN[code] ?? message });

const FORBIDDEN: ReadonlySet<string> = new Set(['not_permitted']);
// What is so now and may be otherwise later.
const CONFLICTS: ReadonlySet<string> = new Set([
  'name_not_unique',
  'mac_not_unique',
  'port_in_use',
  'customer_owned',
  'shared_in_use',
  'reference_blocks_delete',
  'device_of_another_customer',
  'account_on_another_port',
]);

const statusOf = (code: string): number => (FORBIDDEN.has(code) ? 403 : CONFLICTS.has(code) ? 409 : 422);
const RANK = [403, 422, 409]; // what is wrong in itself before what others have

/** The problem document of a request that was refused: every reason by field; status and code of the gravest. */
export function refusedBy(refusals: readonly Refusal[]): Refused {
  const [gravest] = refusals.toSorted((one, other) => RANK.indexOf(statusOf(one.code)) - RANK.indexOf(statusOf(other.code)));
  if (!gravest) throw new Error('Nothing speaks against it.');
  return new Refused(statusOf(gravest.code), gravest.code, [...new Set(refusals.map(({ message }) => message))].join(' '), { errors: refusals });
}

// What the copies may not know yet, or know no more.
const DOUBTFUL: ReadonlySet<string> = new Set([
  'unknown_reseller',
  'unknown_customer',
  'customer_of_another_reseller',
  'customer_view_only',
  'customer_permission_none',
  'unknown_account',
  'unknown_site',
  'model_not_approved_on_site',
  'unknown_profile',
  'profile_of_another_model',
  'profile_not_usable',
]);
export const isDoubtful = (refusals: readonly Refusal[]): boolean => refusals.some(({ code }) => DOUBTFUL.has(code));

import type { Deletable } from '../records/deletable.js';
import { TO_CHANGE } from '../records/found.js';
import { forgetRevokedKeys } from '../service-keys/forget-revoked-keys.js';
import { customerChanged, customerDeleted, customerState } from './customer.events.js';
import { Customer } from './customer.js';

export const customerDeletion: Deletable<Customer> = {
  what: 'customer',
  table: 'customers',
  referring: {
    sites: 'customer_id = $1',
    accounts: 'customer_id = $1',
    users: 'customer_id = $1',
    service_keys: 'customer_id = $1 and revoked_at is null',
  },
  find: (tx, id) => tx.em.findOne(Customer, { id }, TO_CHANGE),
  stateOf: (customer) => ({ tenant: customerState(customer) }),
  changed: (...change) => [customerChanged(...change)],
  deleted: customerDeleted,
  takeAlong: (tx, { id }) => forgetRevokedKeys(tx, 'customer_id', id),
};

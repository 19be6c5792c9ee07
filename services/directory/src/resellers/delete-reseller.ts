import type { Deletable } from '../records/deletable.js';
import { TO_CHANGE } from '../records/found.js';
import { forgetRevokedKeys } from '../service-keys/forget-revoked-keys.js';
import { resellerChanged, resellerDeleted, resellerState } from './reseller.events.js';
import { Reseller } from './reseller.js';

export const resellerDeletion: Deletable<Reseller> = {
  what: 'reseller',
  table: 'resellers',
  referring: {
    customers: 'reseller_id = $1',
    users: 'reseller_id = $1 and customer_id is null',
    service_keys: 'reseller_id = $1 and customer_id is null and revoked_at is null',
  },
  find: (tx, id) => tx.em.findOne(Reseller, { id }, TO_CHANGE),
  stateOf: (reseller) => ({ tenant: resellerState(reseller) }),
  changed: (...change) => [resellerChanged(...change)],
  deleted: resellerDeleted,
  takeAlong: (tx, { id }) => forgetRevokedKeys(tx, 'reseller_id', id),
};

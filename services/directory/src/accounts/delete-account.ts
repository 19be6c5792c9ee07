import type { Deletable } from '../records/deletable.js';
import { TO_CHANGE } from '../records/found.js';
import { accountChanged, accountDeleted, accountState } from './account.events.js';
import { Account } from './account.js';

export const accountDeletion: Deletable<Account> = {
  what: 'account',
  table: 'accounts',
  referring: { users: '$1 = any(account_ids)' },
  find: (tx, id) => tx.em.findOne(Account, { id }, TO_CHANGE),
  stateOf: (account) => ({ account: accountState(account) }),
  changed: accountChanged,
  deleted: accountDeleted,
};

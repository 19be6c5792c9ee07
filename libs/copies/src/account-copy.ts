import type { AccountChanged } from '@ringfleet/contracts';
import type { Tx } from '@ringfleet/persistence';
import { type Columns, copyStates, type Numbered, orNull } from './copies.js';

/**
 * Into the service's table `accounts`.
 * @param ownColumns what the service keeps of an account beside what all do
 */
export const copyAccounts = (tx: Tx, accounts: readonly Numbered<AccountChanged>[], ownColumns: (state: AccountChanged) => Columns, now: Date): Promise<void> =>
  copyStates(
    tx,
    'accounts',
    accounts,
    (state) => ({
      id: state.id,
      customer_id: state.customerId,
      reseller_id: orNull(state.resellerId),
      number: state.number,
      extension: orNull(state.extension),
      display_name: orNull(state.displayName),
      ...ownColumns(state),
    }),
    now,
  );

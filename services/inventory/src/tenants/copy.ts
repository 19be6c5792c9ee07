import { type AccountChanged, AccountKind, type ProfileChanged } from '@ringfleet/contracts';
import { copyAccounts as copyAccountsWith, copyStates, type Numbered, orNull } from '@ringfleet/copies';
import { nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';

export const copyProfiles = (tx: Tx, profiles: readonly Numbered<ProfileChanged>[], now: Date): Promise<void> =>
  copyStates(
    tx,
    'profiles',
    profiles,
    (state) => ({
      id: state.id,
      name: state.name,
      name_key: nameKey(state.name),
      owner_reseller_id: orNull(state.ownerResellerId),
      shared: state.shared,
      model_ids: state.modelIds,
      closing: state.closing,
    }),
    now,
  );

export const copyAccounts = (tx: Tx, accounts: readonly Numbered<AccountChanged>[], now: Date): Promise<void> =>
  copyAccountsWith(tx, accounts, ({ kind, closing }) => ({ kind: kind === AccountKind.PHONE_TERMINAL ? 'phone' : 'other', closing }), now);

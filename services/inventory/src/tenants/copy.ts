import { type AccountChanged, AccountKind, type ProfileChanged } from '@ringfleet/contracts';
import { nameKey } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { copyRows, type Numbered, orNull } from '@ringfleet/tenants';

export const copyProfiles = (tx: Tx, profiles: readonly Numbered<ProfileChanged>[], now: Date): Promise<void> =>
  copyRows(
    tx,
    'profiles',
    profiles.map(({ sequence, state }) => ({
      id: state.id,
      name: state.name,
      name_key: nameKey(state.name),
      owner_reseller_id: orNull(state.ownerResellerId),
      shared: state.shared,
      model_ids: state.modelIds,
      closing: state.closing,
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );

export const copyAccounts = (tx: Tx, accounts: readonly Numbered<AccountChanged>[], now: Date): Promise<void> =>
  copyRows(
    tx,
    'accounts',
    accounts.map(({ sequence, state }) => ({
      id: state.id,
      customer_id: state.customerId,
      reseller_id: orNull(state.resellerId),
      number: state.number,
      extension: orNull(state.extension),
      display_name: orNull(state.displayName),
      kind: state.kind === AccountKind.PHONE_TERMINAL ? 'phone' : 'other',
      closing: state.closing,
      sequence: sequence.toString(),
      deleted_at: state.deleted ? now : null,
    })),
  );

import { LockMode } from '@mikro-orm/core';
import { type Caller, isId, notFound, Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { Profile } from './profile.js';

/** A profile that is to be changed. */
export interface Wanted {
  readonly id: string;
  /** The version that the change was decided on. */
  readonly ifMatch: string | undefined;
}

/** Of the profiles that one sees the provider's administrator may change all, a reseller its own (DIR-02a); roles are asked for by the routes. */
export const isChangeable = ({ scope }: Caller, { ownerResellerId }: Pick<Profile, 'ownerResellerId'>): boolean =>
  scope.kind === 'provider' || (scope.kind === 'reseller' && scope.resellerId === ownerResellerId);

/** The profile, locked until the transaction ends. Throws `Refused` 404, 403 where it is shared with the caller and no more, 409 `being_deleted`, `changed_meanwhile`. */
export async function changeable(tx: Tx, caller: Caller, id: string): Promise<Profile> {
  const profile = await owned(tx, caller, id);
  if (profile.closingSince) throw new Refused(409, 'being_deleted', 'The profile is just being deleted.', { retryAfterSeconds: 1 });
  refuseWhileTakenBack(profile);
  return profile;
}

/** Throws `Refused` 409 `changed_meanwhile` while something is being taken back of it. */
export function refuseWhileTakenBack({ takenBack }: Profile): void {
  if (takenBack) throw new Refused(409, 'changed_meanwhile', 'The profile is just being changed: try again.', { retryAfterSeconds: 1 });
}

/** The same of one that may be closing already. */
export async function owned(tx: Tx, caller: Caller, id: string): Promise<Profile> {
  const profile = isId(id) ? await tx.em.findOne(Profile, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
  // What a customer sees of profiles is their names.
  if (!profile || caller.scope.kind === 'customer') throw notFound('profile');
  if (!isChangeable(caller, profile)) throw new Refused(403, 'not_permitted', "It is the provider's: use it, or inherit from it with a profile of your own.");
  return profile;
}

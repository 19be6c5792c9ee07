import { LockMode } from '@mikro-orm/core';
import { Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { Family } from '../versions/family.js';
import { Profile } from './profile.js';

/**
 * A profile inherits from one that its owner may use (PRV-01): its own, or for a reseller a shared one of the provider; a shared one from a shared one, as whoever uses it must see all that its phones get; never from itself, nor through more than a few.
 * Until the transaction ends the parent stays what it is. The profile is written already.
 */
export async function useParent(tx: Tx, { id, parentId, ownerResellerId, shared }: Profile): Promise<void> {
  if (parentId === null) return;
  const parent = await tx.em.findOne(Profile, { id: parentId }, { lockMode: LockMode.PESSIMISTIC_READ });
  const isUsable = parent && (parent.ownerResellerId === ownerResellerId || (parent.ownerResellerId === null && parent.shared));
  if (!isUsable) throw unusable('unknown_profile', 'There is no such profile of the same owner, nor one that is shared with it.');
  if (parent.closingSince) throw unusable('unknown_profile', 'The profile to inherit from is just being deleted.');
  if (shared && !parent.shared)
    throw unusable('parent_not_shared', 'A shared profile inherits from a shared one alone: share the profile to inherit from first.');
  if (parent.publishedNumber === null) throw unusable('parent_not_published', 'The profile to inherit from has no published version yet: publish one first.');
  (await Family.of(tx, id)).check();
}

function unusable(code: string, message: string): Refused {
  return new Refused(422, code, message, { errors: [{ code, field: 'parentId', message }] });
}

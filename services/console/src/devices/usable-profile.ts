import { isProvider, type Me } from '../api/me.js';
import type { TreeRecord } from '../records/record-kind.js';

interface OnDevice {
  /** Its model; undefined: any. */
  readonly model: string | undefined;
  /** The reseller that manages it; null: the provider. */
  readonly manager: string | null;
}

/** Whether one may give a device this profile: it is for its model, and of its manager or shared (PRV-01). */
export function isUsableProfile(profile: TreeRecord, { model, manager }: OnDevice, me: Me): boolean {
  const { modelIds, ownerResellerId: owner, shared } = profile;
  if (model !== undefined && Array.isArray(modelIds) && !modelIds.includes(model)) return false;
  const isOnes = owner === null ? isProvider(me) || shared === true : owner === me.reseller?.id;
  return isOnes && (manager === null ? owner === null : owner === manager || (owner === null && shared === true));
}

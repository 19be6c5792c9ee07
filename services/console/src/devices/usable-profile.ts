import type { Me } from '../api/me.js';
import type { TreeRecord } from '../records/record-kind.js';

interface OnDevice {
  /** Its model; undefined: any. */
  readonly model: string | undefined;
  /** The reseller that manages it; null: the provider. */
  readonly manager: string | null;
}

/** Whether one may give a device this profile: it is for its model, and both one's own and its manager's, or the provider's shared with them (PRV-01). */
export function isUsableProfile(profile: TreeRecord, { model, manager }: OnDevice, { reseller }: Pick<Me, 'reseller'>): boolean {
  const { modelIds, ownerResellerId: owner, shared } = profile;
  if (model !== undefined && Array.isArray(modelIds) && !modelIds.includes(model)) return false;
  const isOf = (id: string | null): boolean => owner === id || (owner === null && shared === true);
  return isOf(reseller?.id ?? null) && (manager === null ? owner === null : isOf(manager));
}

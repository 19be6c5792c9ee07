import type { Caller } from './scope.js';

/** What a customer, or a user of one, may do with devices, from the least to the most (DIR-04). */
export const PERMISSIONS = ['none', 'view', 'modify'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Whether the first permission allows more than the second. */
export const exceeds = (one: Permission, other: Permission): boolean => PERMISSIONS.indexOf(one) > PERMISSIONS.indexOf(other);

/** A user never exceeds its customer (DIR-04). */
export const lesser = (one: Permission, other: Permission): Permission => (exceeds(one, other) ? other : one);

/** Whether something may be done, and by which rule of product.md. Enforcement and explanation are made of the same decisions. */
export interface Access {
  readonly allowed: boolean;
  readonly rule: string;
  readonly reason: string;
}

/** What a caller may do in the devices section at most (DIR-04, DIR-06), before the role and the device are looked at; `gone`: it was deleted or revoked. */
export type Standing = Permission | 'gone';

export type Need = Exclude<Permission, 'none'>;

/** DIR-04, DIR-06: whether there is a devices section for the caller, and whether it may change anything there. */
export function decideSection({ scope }: Pick<Caller, 'scope'>, standing: Standing, need: Need): Access {
  const refused = (rule: string, reason: string): Access => ({ allowed: false, rule, reason });
  if (standing === 'gone') return refused('DIR-10', 'You were deleted or revoked: ask who is above you.');
  if (standing === 'none') {
    return scope.kind === 'reseller'
      ? refused('DIR-06', 'None of your customers may see devices: there is no devices section for you.')
      : refused('DIR-04', 'You have no permission for devices: there is no devices section for you.');
  }
  if (standing === 'view' && need === 'modify') return refused('DIR-04', 'You may look at devices, not change them.');
  return scope.kind === 'provider'
    ? { allowed: true, rule: 'DIR-02a', reason: 'The provider sees and changes every device.' }
    : { allowed: true, rule: 'DIR-04', reason: 'The devices section is yours.' };
}

import type { Role } from '@ringfleet/kernel';

/**
 * DIR-02a for what directory owns: which roles may ever use a route. Row-level security keeps each of them within its scope; what remains is said beside the rule
 * (`requireFittingOwner`, `requireRightOver`).
 */
export const MAY = {
  seeTree: ['administrator', 'operator', 'reseller-admin', 'customer-admin'],
  changeTree: ['administrator', 'reseller-admin'],
  changeResellers: ['administrator'],
  seeProvider: ['administrator', 'operator'],
  changeProvider: ['administrator'],
  seeUsers: ['administrator', 'operator', 'reseller-admin', 'customer-admin'],
  changeUsers: ['administrator', 'reseller-admin', 'customer-admin'],
  seeKeys: ['administrator', 'operator', 'reseller-admin'],
  changeKeys: ['administrator', 'reseller-admin'],
  seeAudit: ['administrator', 'operator', 'reseller-admin'],
} as const satisfies Record<string, readonly Role[]>;

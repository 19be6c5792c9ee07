import { type Role, ROLES } from './scope.js';

const BUT_CUSTOMER_USERS = ['administrator', 'operator', 'reseller-admin', 'customer-admin'] as const;
const ABOVE_CUSTOMERS = ['administrator', 'operator', 'reseller-admin'] as const;
const MANAGERS = ['administrator', 'reseller-admin'] as const;

/** DIR-02a: which roles may ever do it; `@Allow(...MAY.changeTree)`. Row-level security keeps each within its scope; what remains is said beside the rules. */
export const MAY = {
  seeDevices: ROLES,
  changeDevices: BUT_CUSTOMER_USERS,
  assignDevices: ABOVE_CUSTOMERS,
  referToDevices: ABOVE_CUSTOMERS,
  import: BUT_CUSTOMER_USERS,
  importTree: MANAGERS,
  export: BUT_CUSTOMER_USERS,
  seeModels: BUT_CUSTOMER_USERS,
  changeModels: ['administrator'],
  defineFields: MANAGERS,
  seeProfiles: BUT_CUSTOMER_USERS,
  seeVersions: ABOVE_CUSTOMERS,
  changeProfiles: MANAGERS,
  seeTree: BUT_CUSTOMER_USERS,
  changeTree: MANAGERS,
  changeResellers: ['administrator'],
  seeProvider: ['administrator', 'operator'],
  changeProvider: ['administrator'],
  seeUsers: BUT_CUSTOMER_USERS,
  changeUsers: ['administrator', 'reseller-admin', 'customer-admin'],
  seeKeys: ABOVE_CUSTOMERS,
  changeKeys: MANAGERS,
  seeAudit: ABOVE_CUSTOMERS,
} as const satisfies Record<string, readonly Role[]>;

/** What DIR-02a tells apart. */
export type Act = keyof typeof MAY;

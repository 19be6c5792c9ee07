import type { Role } from '@ringfleet/kernel';

/** Who may read the tree and who may change what is below it (DIR-02a), each within its scope. */
export const TREE_READERS: readonly Role[] = ['administrator', 'operator', 'reseller-admin', 'customer-admin'];
export const TREE_EDITORS: readonly Role[] = ['administrator', 'reseller-admin'];

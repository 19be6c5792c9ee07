import { ImportKind as ContractKind, topics } from '@ringfleet/contracts';
import { type Caller, MAY, Refused, type Role } from '@ringfleet/kernel';

/** What the rows of an import are: devices (IMP), or resellers, customers, sites and accounts (DIR-11). */
export const IMPORT_KINDS = ['devices', 'tree'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** The other side of an import: who applies its rows. */
interface Applier {
  readonly name: string;
  readonly rows: typeof topics.importRows;
  readonly said: ContractKind;
  /** Who may start and cancel one (DIR-02a). */
  readonly roles: readonly Role[];
}

export const APPLIERS: Readonly<Record<ImportKind, Applier>> = {
  devices: {
    name: 'Inventory',
    rows: topics.importRows,
    said: ContractKind.DEVICES,
    roles: MAY.import,
  },
  tree: { name: 'Directory', rows: topics.treeRows, said: ContractKind.TREE, roles: MAY.importTree },
};

/** Throws `Refused` 403 where the caller's role may never import such rows. */
export function requireMayImport({ role }: Caller, kind: ImportKind): void {
  if (!APPLIERS[kind].roles.includes(role)) throw new Refused(403, 'not_permitted', 'You may not import the tree; ask an administrator.');
}

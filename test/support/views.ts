// What the API promises (design.md §7), as far as scenarios look at it.

export interface Credentials {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly resellers: readonly ServiceKey[];
  readonly users: readonly { readonly name: string; readonly role: string; readonly password: string }[];
}

export interface ServiceKey {
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean };
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

export interface Counts {
  readonly rows: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly notReached: number;
}

export interface ImportView {
  readonly id: string;
  readonly kind: 'devices' | 'tree';
  readonly state: 'accepted' | 'scanning' | 'running' | 'stalled' | 'cancelling' | 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly counts: Counts;
  readonly ignoredColumns: readonly string[];
  readonly progress: object | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly warnings: readonly { readonly code: string; readonly importId: string }[];
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface Accepted {
  readonly id: string;
  readonly state: string;
  readonly warnings: ImportView['warnings'];
}

export interface RowView {
  readonly row: number;
  readonly outcome: 'applied' | 'unchanged' | 'rejected';
  readonly name: string;
  readonly reasons: readonly { readonly column: string; readonly code: string; readonly message: string; readonly value: string }[];
}

export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly model: Named & { readonly vendor: string };
  readonly macAddress: string | null;
  readonly managedBy: Named | null;
  readonly sharedWithResellers: boolean;
  readonly assignedTo: Named | null;
  readonly site: Named | null;
  readonly profile: Named | null;
  readonly inventoryId: string | null;
  readonly customerOwned: boolean;
  readonly totalPorts: number;
  readonly freePorts: number;
  readonly state: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

export interface HistoryEntry {
  readonly version: number;
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly by: Named;
  readonly source: string;
  readonly importId: string | null;
  readonly importRow: number | null;
}

export interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly data: {
    readonly importId: string;
    readonly exportId?: string;
    readonly counts: Counts | null;
    readonly links: { readonly errorList: string | null };
  };
  readonly createdAt: string;
  readonly readAt: string | null;
}

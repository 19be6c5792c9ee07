/** An import as GET /api/v1/imports/{id} shows it, as far as this program looks at it. */
export interface ImportView {
  readonly id: string;
  readonly state: 'accepted' | 'scanning' | 'running' | 'stalled' | 'cancelling' | 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly counts: { readonly rows: number; readonly applied: number; readonly unchanged: number; readonly rejected: number; readonly notReached: number };
  readonly ignoredColumns: readonly string[];
  readonly progress: { readonly rowsRead: number; readonly rate: number | null; readonly secondsLeft: number | null } | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly startedBy: { readonly name: string };
  readonly format: string | null;
  readonly warnings: readonly { readonly message: string }[];
  readonly problem?: { readonly code: string; readonly message: string };
}

/** A row as GET /api/v1/imports/{id}/rows shows it. */
export interface RowView {
  readonly row: number;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const importPath = (id: string): string => `/api/v1/imports/${encodeURIComponent(id)}`;

export const hasEnded = ({ state }: ImportView): boolean => state === 'completed' || state === 'failed' || state === 'cancelled';

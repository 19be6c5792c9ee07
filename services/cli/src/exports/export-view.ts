/** An export as the API shows it, as far as it is looked at here. */
export interface ExportView {
  readonly id: string;
  readonly state: 'accepted' | 'running' | 'stalled' | 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly rows: number;
  readonly progress: { readonly rowsWritten: number; readonly total: number | null; readonly rate: number | null } | null;
  readonly problem?: { readonly code: string; readonly message: string };
}

export const exportPath = (id: string): string => `/api/v1/exports/${id}`;

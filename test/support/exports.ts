import { type Api, FINAL } from './api.js';

export interface ExportView {
  readonly id: string;
  readonly state: 'accepted' | 'running' | 'stalled' | 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly rows: number;
  readonly sizeBytes: number | null;
  readonly download: { readonly url: string; readonly expiresAt: string } | null;
  readonly problem?: { readonly code: string };
}

export interface ExportRequest {
  readonly format?: 'csv' | 'xls' | 'xlsx';
  readonly filter?: Readonly<Record<string, string>>;
  readonly sort?: string;
  readonly columns?: readonly string[];
}

/** Starts an export and waits for its end. */
export async function exportOf(api: Api, asked: ExportRequest = {}): Promise<ExportView> {
  const { id } = await api.post<{ id: string }>('/api/v1/exports', asked);
  return api.toldOf<ExportView>(`/api/v1/exports/${id}`, ({ state }) => (FINAL as readonly string[]).includes(state));
}

/** Its file, by the address that people have. */
export async function exported(api: Api, asked: ExportRequest = {}): Promise<Buffer<ArrayBuffer>> {
  const { id } = await exportOf(api, asked);
  return api.download(`/api/v1/exports/${id}/download`);
}

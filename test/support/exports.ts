import type { Api } from './api.js';

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
  readonly format?: 'csv' | 'xlsx';
  readonly filter?: Readonly<Record<string, string>>;
  readonly sort?: string;
  readonly columns?: readonly string[];
}

/** Starts an export and waits until the bell tells of its end. */
export async function exportOf(api: Api, asked: ExportRequest = {}): Promise<ExportView> {
  const stop = new AbortController();
  try {
    const told = await api.notifications({ signal: stop.signal });
    const { id } = await api.post<{ id: string }>('/api/v1/exports', asked);
    for await (const { data } of told) if (data.exportId === id) return await api.get<ExportView>(`/api/v1/exports/${id}`);
    throw new Error(`The stream of notifications ended before export ${id}.`);
  } finally {
    stop.abort();
  }
}

/** Its file, by the address that people have. */
export async function exported(api: Api, asked: ExportRequest = {}): Promise<Buffer<ArrayBuffer>> {
  const { id } = await exportOf(api, asked);
  return api.download(`/api/v1/exports/${id}/download`);
}

/** What every record says of its changes. */
export interface HistoryView {
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** As the database gives it: times as text, '2026-03-01 08:00:00.000+00'. */
export interface HistoryRow {
  readonly created_at: string;
  readonly updated_at: string;
  readonly version: number;
}

export const historyOf = (row: HistoryRow): HistoryView => ({
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
  version: row.version,
});

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A record that another one belongs to, null where there is none. */
export const namedOrNull = (id: string | null, name: string | null): Named | null => (id === null || name === null ? null : { id, name });

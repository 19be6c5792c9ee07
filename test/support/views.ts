// What the API promises (design.md §7): types made of the OpenAPI document, and a few that scenarios look at in part.
import type { Schemas } from '@ringfleet/client';

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

export type Counts = ImportView['counts'];

export type ImportView = Schemas['ImportView'];

export type Accepted = Schemas['AcceptedImport'];

export type RowView = Schemas['RowView'];

export type DeviceView = Schemas['DeviceView'];

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

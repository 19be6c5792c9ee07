import type { Schemas } from '@ringfleet/client';
import { api } from '../api/api.js';
import type { Scope } from '../frame/scope.js';
import type { ListAddress } from '../list/list-address.js';
import type { Selection } from '../list/selection.js';
import { askedFilters } from './custom-fields.js';
import { filtersIn } from './device-list.js';

/** One change for each of many devices, all of it or none (INV-12). */
export interface BatchChange {
  readonly assignTo?: string | null;
  readonly customerOwned?: boolean;
  /** Profile by device model. */
  readonly profiles?: Readonly<Record<string, string>>;
  readonly delete?: boolean;
}

export type BatchPreview = Schemas['BatchPreview'];
export type Batch = Schemas['BatchView'];

type Select = Readonly<Record<string, unknown>>;

/** What is ticked, as the API is asked for it. */
export function selectOf(selection: Selection, scope: Scope, { q, filters }: ListAddress): Select {
  const asked = filtersIn(scope, filters);
  if (selection.kind === 'some') return { ids: [...selection.ids], ...(asked['managedBy'] && { managedBy: asked['managedBy'] }) };
  return { filter: { ...askedFilters(asked), ...(q !== '' && { q }) } };
}

export const previewBatch = (select: Select, change: BatchChange): Promise<BatchPreview> =>
  api('device-batches/preview', { method: 'POST', body: { select, change } });

/** Refused with 409 where no longer as many match as were shown. */
export const startBatch = (select: Select, change: BatchChange, count: number, key: string): Promise<Batch> =>
  api('device-batches', {
    method: 'POST',
    body: { select: 'filter' in select ? { ...select, expectedCount: count } : select, change },
    idempotencyKey: key,
  });

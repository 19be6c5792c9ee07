import type { Schemas } from '@ringfleet/client';
import { api } from '../api/api.js';
import { askedFilters } from './custom-fields.js';
import { filtersIn } from './device-list.js';
import type { Chosen } from './operate-selected.js';

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

/** A change, of which phones, and what would come of it: what is asked before it is done, and then done as it was asked. */
export interface AskedBatch {
  readonly change: BatchChange;
  readonly chosen: Chosen;
  readonly select: Select;
  readonly preview: BatchPreview;
}

/** What is ticked, as the API is asked for it. */
export function selectOf({ selection, scope, address: { q, filters } }: Chosen): Select {
  const asked = filtersIn(scope, filters);
  if (selection.kind === 'some') return { ids: [...selection.ids], ...(asked['managedBy'] && { managedBy: asked['managedBy'] }) };
  return { filter: { ...askedFilters(asked), ...(q !== '' && { q }) } };
}

export async function askBatch(chosen: Chosen, change: BatchChange): Promise<AskedBatch> {
  const select = selectOf(chosen);
  return { change, chosen, select, preview: await previewBatch(select, change) };
}

export const previewBatch = (select: Select, change: BatchChange): Promise<BatchPreview> =>
  api('device-batches/preview', { method: 'POST', body: { select, change } });

/** Refused with 409 where no longer as many match as were shown. */
export const startBatch = ({ select, change, preview: { count } }: AskedBatch, key: string): Promise<Batch> =>
  api('device-batches', {
    method: 'POST',
    body: { select: 'filter' in select ? { ...select, expectedCount: count } : select, change },
    idempotencyKey: key,
  });

// Batches of changes of devices over the API, waited for until they are over.
import { bytesAsSource, readSpreadsheet } from '@ringfleet/spreadsheets';
import type { TestAnswer, TestService, Who } from '@ringfleet/testing/service-harness';
import { setTimeout as moment } from 'node:timers/promises';
import type { BatchPreview } from '../../src/batches/preview-batch.js';
import type { BatchDeviceView, BatchView } from '../../src/batches/batch-view.js';
import { type Problem } from './device-world.js';

export interface Ask {
  readonly select: object;
  readonly change: object;
}
type Refusable<Body> = TestAnswer<Body & Problem & { readonly count?: number }>;

const PATH = '/api/v1/device-batches';

export interface Batches {
  start(ask: Ask, as?: Who, headers?: Readonly<Record<string, string>>): Promise<Refusable<BatchView>>;
  preview(ask: Ask, as?: Who): Promise<Refusable<BatchPreview>>;
  view(id: string, as?: Who): Promise<Refusable<BatchView>>;
  ended(id: string): Promise<BatchView>;
  /** Starts it and waits for its end. */
  run(ask: Ask, as?: Who): Promise<BatchView>;
  cancel(id: string, as?: Who): Promise<Refusable<BatchView>>;
  devices(id: string, query?: string, as?: Who): Promise<readonly BatchDeviceView[]>;
  /** By device: `applied`, `unchanged`, or the codes against it. */
  outcomes(id: string): Promise<Readonly<Record<string, string>>>;
  /** The rows of the downloaded list of failures. */
  failures(id: string, format: string, as?: Who): Promise<readonly (readonly string[])[]>;
}

export function batchesOf(service: TestService): Batches {
  const post = <Body>(path: string, body: object | undefined, as?: Who, headers = {}): Promise<Refusable<Body>> =>
    service.request(`${PATH}${path}`, { method: 'POST', body, as, headers });
  const batches: Batches = {
    start: (ask, as, headers) => post('', ask, as, headers),
    preview: (ask, as) => post('/preview', ask, as),
    view: (id, as) => service.request(`${PATH}/${id}`, { as }),
    cancel: (id, as) => post(`/${id}/cancel`, undefined, as),
    ended: async (id) => {
      for (;;) {
        const { body } = await batches.view(id);
        if (body.finishedAt !== null) return body;
        await moment(20);
      }
    },
    run: async (ask, as) => {
      const { status, body } = await batches.start(ask, as);
      expect([status, body.errors]).toEqual([202, undefined]);
      return batches.ended(body.id);
    },
    devices: async (id, query = 'limit=200', as) => {
      const items: BatchDeviceView[] = [];
      for (let cursor = ''; ;) {
        const { body } = await service.request<{ items: BatchDeviceView[]; nextCursor: string | null }>(`${PATH}/${id}/devices?${query}${cursor}`, { as });
        items.push(...body.items);
        if (body.nextCursor === null) return items;
        cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
      }
    },
    outcomes: async (id) =>
      Object.fromEntries((await batches.devices(id)).map(({ id: device, outcome, reasons }) => [device, reasons.map(({ code }) => code).join() || outcome])),
    failures: async (id, format, as) => {
      const headers = { authorization: `Bearer ${await service.tokenFor(as)}` };
      const response = await fetch(`${service.url}${PATH}/${id}/failures?format=${format}`, { headers });
      const rows: (readonly string[])[] = [];
      for await (const batch of readSpreadsheet(bytesAsSource(new Uint8Array(await response.arrayBuffer()))).batches)
        rows.push(...batch.map(({ cells }) => cells));
      return rows;
    },
  };
  return batches;
}

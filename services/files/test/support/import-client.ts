// Speaks to files as its callers do: over HTTP, and by listening to its events.
import { type ImportEvent, decode, topics } from '@ringfleet/contracts';
import type { TestAnswer, TestService } from '@ringfleet/testing/service-harness';
import type { ImportView } from '../../src/imports/import-view.js';

type As = NonNullable<Parameters<TestService['request']>[1]>['as'];

export interface Upload {
  readonly name?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly as?: As;
}

export const HEADER = 'Action,Name,Device model,MAC address';

/** A csv with these names, one row each. */
export const csvOf = (names: readonly string[], header = HEADER): string =>
  [header, ...names.map((name, index) => `Add,${name},Cisco 6821,0000000${String(index).padStart(5, '0')}`)].join('\n');

export const names = (count: number, prefix = 'phone'): string[] => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

export function upload<Body = { id: string; state: string; warnings: { code: string; importId: string }[] }>(
  service: TestService,
  content: string | Uint8Array<ArrayBuffer>,
  { name = 'phones.csv', fields = {}, key, as }: Upload = {},
): Promise<TestAnswer<Body>> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([content]), name);
  return service.request<Body>('/api/v1/imports', {
    method: 'POST',
    body: form,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    ...(as !== undefined && { as }),
  });
}

/** Uploads a file that is accepted, and returns the import's id. */
export async function accepted(service: TestService, content: string | Uint8Array<ArrayBuffer>, options: Upload = {}): Promise<string> {
  const { status, body } = await upload(service, content, options);
  if (status !== 202) throw new Error(`Not accepted: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

export async function view(service: TestService, id: string, as?: As): Promise<ImportView> {
  return (await service.request<ImportView>(`/api/v1/imports/${id}`, as === undefined ? {} : { as })).body;
}

/** Resolves with the import once an event of its end is out. */
export async function ended(service: TestService, id: string): Promise<ImportView> {
  await untilEvent(service, (event) => event.importId === id && (event.event.case === 'finished' || event.event.case === 'failed'));
  return view(service, id);
}

export async function untilEvent(service: TestService, holds: (event: ImportEvent) => boolean): Promise<void> {
  const stop = new AbortController();
  for await (const { value } of service.ports.eventLog.read(topics.imports.name, { from: 'start', follow: true, signal: stop.signal })) {
    if (value && holds(decode(topics.imports, value))) return stop.abort();
  }
}

export async function events(service: TestService, id: string): Promise<{ sequence: number; event: ImportEvent }[]> {
  const said = await service.records(topics.imports);
  return said.flatMap(({ key, sequence, message }) => (key === id && message ? [{ sequence, event: message }] : []));
}

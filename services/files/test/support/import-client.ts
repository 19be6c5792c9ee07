// Speaks to files as its callers do: over HTTP, and by listening to its events.
import { type ImportEvent, decode, topics } from '@ringfleet/contracts';
import type { TestAnswer, TestService } from '@ringfleet/testing/service-harness';
import { connect, type Socket } from 'node:net';
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

/** Begins an upload, waits until the service asks for its body, sends some of it, and does not end it. */
export async function beginUpload(
  service: TestService,
  { key, as }: { readonly key?: string; readonly as?: Parameters<TestService['tokenFor']>[0] },
): Promise<Socket> {
  const { hostname, port } = new URL(service.url);
  const head = [
    'POST /api/v1/imports HTTP/1.1',
    'Host: files',
    `Authorization: Bearer ${await service.tokenFor(as)}`,
    ...(key === undefined ? [] : [`Idempotency-Key: ${key}`]),
    'Expect: 100-continue',
    'Content-Type: multipart/form-data; boundary=x',
    'Content-Length: 1000',
  ];
  const socket = connect(Number(port), hostname);
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${HEADER}\n`);
  return socket;
}

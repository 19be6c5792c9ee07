// Real: the program as built, an OpenTelemetry collector that takes its OTLP as protobuf. Only the store behind the collector is the test's.
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { csvOf, macOf } from '../support/sheets.js';
import { RunningEngine } from '../deploy/support/running-engine.js';
import { about, names, roots, traceOf as spansOfTrace } from './support/import-traces.js';
import { type Span, TraceReceiver, tracingTo } from './support/trace-receiver.js';

const ROWS = 2_500;
const CHUNKS = 3;
const BLOCK = 210;

let receiver: TraceReceiver;
let imports: { large: string; small: string; failed: string };
let secret: string;

const phones = (prefix: string, rows: number, from: number): string =>
  csvOf(Array.from({ length: rows }, (_, index) => ({ name: `${prefix}-${index}`, mac: macOf(BLOCK, from + index) })));

beforeAll(async () => {
  receiver = await TraceReceiver.listen();
  const collector = await RunningEngine.start('otelcol', { to: receiver.url, encoding: 'json' });
  const ringfleet = await RingfleetProcess.start({ env: tracingTo(collector.said.address) });
  const api = await Api.signIn(ringfleet.credentials.url, ringfleet.credentials);
  secret = ringfleet.credentials.clientSecret;
  const [large, small, failed] = await Promise.all([
    api.import(phones('traced-large', ROWS, 0)),
    api.import(phones('traced-small', 3, ROWS)),
    api.import('Name\nno such column'),
  ]);
  expect([large.state, small.state, failed.state]).toEqual(['completed', 'completed', 'failed']);
  imports = { large: large.id, small: small.id, failed: failed.id };
  // Each sends what it still has before it ends.
  await ringfleet.remove();
  await collector.stop();
});
afterAll(() => receiver.close());

const traceOf = (importId: string): Span[] => spansOfTrace(receiver.spans, importId);

describe('an import', () => {
  it('is one trace, from its upload to its notification', () => {
    expect(new Set(about(receiver.spans, imports.large).map(({ traceId }) => traceId)).size).toBe(1);
    const counts = names(traceOf(imports.large));
    expect(counts).toMatchObject({
      'POST /api/v1/imports': 1,
      scan: 1,
      'send chunk': CHUNKS,
      'judge chunk': CHUNKS,
      'apply chunk': CHUNKS,
      notify: 1,
    });
    expect(counts['store answers']).toBeGreaterThanOrEqual(1);
    expect(counts['store answers']).toBeLessThanOrEqual(CHUNKS);
  });

  it('begins with the upload: every other span stands below another of the trace', () => {
    expect(roots(traceOf(imports.large))).toEqual([['POST /api/v1/imports', '']]);
  });

  it('shows what came of what', () => {
    const trace = traceOf(imports.large);
    const above = ({ parentSpanId }: Span): string => trace.find(({ spanId }) => spanId === parentSpanId)?.name ?? '';
    const parents = (name: string): string[] => [...new Set(trace.filter((span) => span.name === name).map(above))];
    expect(parents('scan')).toEqual(['POST /api/v1/imports']);
    expect(parents('send chunk')).toEqual(['POST /api/v1/imports']);
    expect(parents('judge chunk')).toEqual(['send chunk']);
    expect(parents('apply chunk')).toEqual(['send chunk']);
    expect(parents('store answers')).toEqual(['POST /api/v1/imports']);
    expect(parents('notify')).toEqual(['store answers']);
  });

  it('is done by the services that own it', () => {
    const trace = traceOf(imports.large);
    const services = (name: string): string[] => [...new Set(trace.filter((span) => span.name === name).map(({ service }) => service))];
    expect(['scan', 'send chunk', 'store answers', 'judge chunk', 'apply chunk', 'notify'].map((name) => services(name).join())).toEqual([
      'files',
      'files',
      'files',
      'inventory',
      'inventory',
      'notifications',
    ]);
  });

  it('has each chunk linked to the batch it came in, and the batch to what its records came from', () => {
    const all = new Map(receiver.spans.map((span) => [span.spanId, span]));
    const chunks = traceOf(imports.large).filter(({ name }) => name === 'apply chunk');
    for (const chunk of chunks) {
      const batches = chunk.links.map(({ spanId }) => all.get(spanId));
      expect(batches.map((batch) => batch?.name)).toEqual(['process files.import-rows.v1']);
      const origins = batches.flatMap((batch) => [batch?.parentSpanId, ...(batch?.links.map(({ spanId }) => spanId) ?? [])]);
      expect(origins).toContain(chunk.parentSpanId);
    }
  });

  it('is a trace of its own beside another at the same time', () => {
    expect(traceOf(imports.small)[0]?.traceId).not.toBe(traceOf(imports.large)[0]?.traceId);
    expect(names(traceOf(imports.small))).toMatchObject({ 'POST /api/v1/imports': 1, scan: 1, 'send chunk': 1, 'apply chunk': 1, notify: 1 });
  });

  it('that fails is one too: no chunk, but a notification', () => {
    const counts = names(traceOf(imports.failed));
    expect(counts).toMatchObject({ 'POST /api/v1/imports': 1, scan: 1, notify: 1 });
    expect(counts['send chunk']).toBeUndefined();
  });
});

it('has spans by the chunk and by the batch, not by the row', () => {
  expect(traceOf(imports.large).length).toBeLessThan(20 + 15 * CHUNKS);
});

it('tells collectors neither names of devices nor secrets (OPS-02)', () => {
  expect(receiver.spans.length).toBeGreaterThan(50);
  expect(receiver.text).not.toContain('traced-');
  expect(receiver.text).not.toContain(secret);
});

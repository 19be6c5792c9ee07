// Real: the stack's processes over Kafka, an OpenTelemetry collector that takes their OTLP. Only the store behind the collector is the test's.
import { RunningEngine } from '../deploy/support/running-engine.js';
import { about, names, roots, traceOf } from '../observability/support/import-traces.js';
import { TraceReceiver, tracingTo } from '../observability/support/trace-receiver.js';
import { openDeployment } from '../support/deployment.js';
import { csvOf, macOf } from '../support/sheets.js';
import { command } from './command.mjs';

const BLOCK = 212;
const rows = Array.from({ length: 2_500 }, (_, index) => ({ name: `traced-stack-${index}`, mac: macOf(BLOCK, index) }));

let receiver: TraceReceiver;
let importId: string;
beforeAll(async () => {
  receiver = await TraceReceiver.listen();
  const collector = await RunningEngine.start('otelcol', { to: receiver.url, encoding: 'json' });
  const tracing = tracingTo(collector.said.address);
  Object.assign(process.env, tracing);
  await command('restart');
  const deployment = await openDeployment();
  ({ id: importId } = await deployment.administrator.import(csvOf(rows)));
  await deployment.close();
  for (const name of Object.keys(tracing)) delete process.env[name];
  // As it was; each process sends what it still has before it ends.
  await command('restart');
  await collector.stop();
});
afterAll(() => receiver.close());

it('an import through all processes is one trace, which begins with its upload', () => {
  expect(new Set(about(receiver.spans, importId).map(({ traceId }) => traceId)).size).toBe(1);
  const trace = traceOf(receiver.spans, importId);
  expect(names(trace)).toMatchObject({ 'POST /api/v1/imports': 1, scan: 1, 'judge chunk': 3, 'apply chunk': 3, notify: 1 });
  // A chunk is sent again where its answer takes long, as after a start of all processes; it is applied once.
  expect(names(trace)['send chunk']).toBeGreaterThanOrEqual(3);
  expect(roots(trace)).toEqual([['POST /api/v1/imports', '']]);
  expect(trace.map(({ service }) => service)).toEqual(expect.arrayContaining(['files', 'inventory', 'notifications']));
});

// Real: inventory with its PostgreSQL and event log; several imports are applied at the same time.
import { Change_Kind } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { type Cells, chunksOf, deviceEvents, macOf, outcomesOf, sendChunks } from './support/inventory.js';

const IMPORTS = 8;
const NAMES = 60;

let service: TestService;

beforeAll(async () => {
  service = await startTestService(inventory);
});

afterAll(() => service.stop());

/** What became of each row of each of the files, which are sent at once, their chunks in turn. */
async function atOnce(files: readonly (readonly Cells[])[]): Promise<string[][]> {
  const sent = files.map((rows) => chunksOf(rows, { chunkSize: 7 }));
  const turns = Math.max(...sent.map(({ messages }) => messages.length));
  await sendChunks(service, Array.from({ length: turns }, (_, turn) => sent.flatMap(({ messages }) => messages[turn] ?? [])).flat());
  return Promise.all(sent.map(({ importId }) => outcomesOf(service, importId)));
}

const numbers = Array.from({ length: NAMES }, (_, n) => n);
const files = Array.from({ length: IMPORTS }, (_, file) => file);
/** Each file says the same names in another order. */
const turned = <Row>(rows: readonly Row[], file: number): Row[] => [...rows.slice(file * 7), ...rows.slice(0, file * 7)];

describe('imports that want the same names and MAC addresses at once', () => {
  it('give each to one of them; the others are told that it is in use (INV-02, INV-03, IMP-05)', async () => {
    const rows = (file: number): Cells[] =>
      turned(
        numbers.map((n) => ({ name: `Phone ${n}`, mac: macOf(n), description: `Of file ${file}` })),
        file,
      );
    const outcomes = (await atOnce(files.map(rows))).flat();
    expect(outcomes).toHaveLength(IMPORTS * NAMES);
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(NAMES);
    expect(new Set(outcomes)).toEqual(new Set(['applied', 'name_not_unique,mac_not_unique']));
    const events = await deviceEvents(service);
    expect(events.map(({ sequence, message }) => [sequence, message?.change?.kind])).toEqual(numbers.map(() => [1, Change_Kind.CREATED]));
    expect(new Set(events.map(({ message }) => message?.name)).size).toBe(NAMES);
  });

  it('remove each device once; the others do not find it (IMP-05a)', async () => {
    const rows = (file: number): Cells[] =>
      turned(
        numbers.map((n) => ({ action: 'Remove', name: `phone ${n}` })),
        file,
      );
    const outcomes = (await atOnce(files.map(rows))).flat();
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(NAMES);
    expect(outcomes.filter((outcome) => outcome === 'device_not_found')).toHaveLength((IMPORTS - 1) * NAMES);
    expect((await service.request<{ items: readonly object[] }>('/api/v1/devices')).body.items).toEqual([]);
  });
});

// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column } from '@ringfleet/contracts';
import { sealedCellPurpose } from '@ringfleet/kernel';
import { type TestService, startTestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { accepted, csvOf, ended, events, HEADER, names, untilEvent, upload, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { FLOOR, RACK, StandInLists } from './support/stand-in-lists.js';

let service: TestService;
let inventory: StandInInventory;

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: new StandInLists().routes } });
  inventory = await StandInInventory.start(service.ports.eventLog);
});

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

describe('an import', () => {
  it('is answered with its address before a row is read, and goes to its end (IMP-04, IMP-05, IMP-17)', async () => {
    const { status, headers, body } = await upload(service, csvOf(['a', 'same-b', 'bad-c', 'd']), { name: 'büro.csv' });
    expect(status).toBe(202);
    expect(body).toEqual({ id: expect.any(String), state: 'accepted', warnings: [] });
    expect(headers.get('location')).toBe(`/api/v1/imports/${body.id}`);
    expect(await ended(service, body.id)).toEqual({
      id: body.id,
      kind: 'devices',
      state: 'completed',
      fileName: 'büro.csv',
      counts: { rows: 4, applied: 2, unchanged: 1, rejected: 1, notReached: 0 },
      ignoredColumns: [],
      progress: null,
      createdAt: expect.any(String),
      finishedAt: expect.any(String),
      startedBy: { id: expect.any(String), name: 'A test' },
      format: 'csv',
      warnings: [],
    });
  });

  it('says on its topic what happens to it, numbered without a gap (IMP-09)', async () => {
    const id = await accepted(service, csvOf(['a', 'bad-b', 'bad-c']));
    await ended(service, id);
    const said = await events(service, id);
    expect(said.map(({ sequence }) => sequence)).toEqual(said.map((_, index) => index + 1));
    const told = said.map(({ event }) => event.event);
    expect(told[0]).toMatchObject({
      case: 'accepted',
      value: { sizeBytes: expect.any(BigInt), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(told.flatMap((one) => (one.case === 'rowRejected' ? [one.value] : []))).toMatchObject([
      { row: 3, name: 'bad-b', reasons: [{ column: 'MAC address', code: 'bad_mac', value: 'xyz' }, { code: 'unknown_site' }] },
      { row: 4, name: 'bad-c' },
    ]);
    expect(told.at(-1)).toMatchObject({
      case: 'finished',
      value: { counts: { rows: 3, applied: 1, unchanged: 0, rejected: 2, notReached: 0 }, cancelled: false },
    });
  });

  it('sends inventory the columns it knows, as they are written, under the uploader (IMP-02)', async () => {
    const content = `Notes;MAC address;ASCII/AES key;Nom;Action;Modèle d’appareil\nn;00:14:20:FF:3C:52;topsecret; phone 1 ;Ajouter;Cisco 6821\n\n;x;;phone 2;Remove\n`;
    const as = { resellerId: '01990000-0000-7000-8000-000000000001', id: 'u1', name: 'Una' };
    const id = await accepted(service, content, { as });
    const { ignoredColumns } = await ended(service, id);
    expect(ignoredColumns).toEqual(['Notes']);
    const chunk = inventory.heard.find(({ importId }) => importId === id);
    expect(chunk).toMatchObject({
      chunk: 0,
      uploader: { id: 'u1', name: 'Una', role: 'reseller-admin', resellerId: as.resellerId, customerId: '' },
      columns: [Column.MAC_ADDRESS, Column.ASCII_AES_KEY, Column.NAME, Column.ACTION, Column.DEVICE_MODEL],
      rows: [
        { row: 2, cells: ['00:14:20:FF:3C:52', '', ' phone 1 ', 'Ajouter', 'Cisco 6821'], sealedCells: [{ column: 1 }] },
        { row: 4, cells: ['x', '', 'phone 2', 'Remove', ''], sealedCells: [] },
      ],
    });
    expect(JSON.stringify(chunk)).not.toContain('topsecret');
    const [sealed] = chunk?.rows[0]?.sealedCells ?? [];
    expect(service.ports.sealer.open(sealed?.value ?? new Uint8Array(), sealedCellPurpose(id, 2))).toBe('topsecret');
  });

  it('sends inventory the columns of custom fields, found by their names or with their owners (IMP-02, INV-16)', async () => {
    const content = `${HEADER},administrator ONLY / floors,Site,North Telecom / Site,Harbour Voice / Site\nAdd,a,b,c,Ground,Lobby,12,x\n`;
    const id = await accepted(service, content);
    expect((await ended(service, id)).ignoredColumns).toEqual(['Harbour Voice / Site']);
    const chunk = inventory.heard.find(({ importId }) => importId === id);
    expect(chunk?.columns.slice(4)).toEqual([Column.CUSTOM_FIELD, Column.SITE, Column.CUSTOM_FIELD]);
    expect(chunk?.customColumns).toMatchObject([
      { fieldId: FLOOR, header: 'administrator ONLY / floors' },
      { fieldId: RACK, header: 'North Telecom / Site' },
    ]);
    expect(chunk?.rows[0]?.cells.slice(4)).toEqual(['Ground', 'Lobby', '12']);
    expect(await ended(service, await accepted(service, `${HEADER},Floor,Administrator only / Floor\nAdd,a,b,c,,\n`))).toMatchObject({
      state: 'failed',
      problem: { code: 'doubled_column' },
    });
  });

  it('takes the column map of the upload for headers it cannot know', async () => {
    const id = await accepted(service, csvOf(['a'], 'Action,Téléphone,Device model,MAC address'), { fields: { columnMap: '{"téléphone":"Name"}' } });
    expect(await ended(service, id)).toMatchObject({ state: 'completed', counts: { applied: 1 } });
  });

  it('of many chunks has every row applied once and in file order (IMP-05, IMP-06)', async () => {
    const id = await accepted(service, csvOf(names(9_500)));
    expect(await ended(service, id)).toMatchObject({ state: 'completed', counts: { rows: 9_500, applied: 9_500, rejected: 0, notReached: 0 } });
    expect(inventory.applied.get(id)?.map(({ row }) => row)).toEqual(Array.from({ length: 9_500 }, (_, index) => index + 2));
  });

  it('has a name of a megabyte and halves of surrogate pairs as data, and sends no such megabyte on', async () => {
    const id = await accepted(service, csvOf(['x'.repeat(1_000_000), 'bad-\uD83D'])); // fetch sends the half as U+FFFD: the file cannot hold one in UTF-8
    expect(await ended(service, id)).toMatchObject({ state: 'completed', counts: { rows: 2, applied: 1, rejected: 1 } });
    expect(inventory.heard.filter(({ importId }) => importId === id).map(({ rows }) => rows[0]?.cells[1]?.length)).toEqual([2_000, 5]);
  });

  it('passes over lists of a template: a row filled only there is no row (IMP-03)', async () => {
    const id = await accepted(service, `${HEADER},Supported device models,Supported sites\nAdd,a,b,c,Cisco 6821,Head office\n,,,,Cisco 8851,\n`);
    expect(await ended(service, id)).toMatchObject({ ignoredColumns: [], counts: { rows: 1 } });
  });

  it('warns that the same content was imported before, by the same owner only (IMP-13)', async () => {
    const content = csvOf(['twice']);
    const first = await accepted(service, content);
    const second = await upload(service, content, { name: 'other name.csv' });
    expect(second.body.warnings).toEqual([{ code: 'same_content', importId: first, message: expect.stringContaining(first) }]);
    expect(await view(service, second.body.id)).toMatchObject({ warnings: [{ importId: first }] });
    const other = await upload(service, content, { as: { resellerId: '01990000-0000-7000-8000-000000000001' } });
    expect(other.body.warnings).toEqual([]);
  });
});

describe('the rows of an import', () => {
  interface Rows {
    readonly items: { readonly row: number; readonly outcome: string; readonly name: string; readonly reasons: { readonly code: string }[] }[];
    readonly nextCursor: string | null;
    readonly total: { readonly value: number; readonly exact: boolean };
  }
  let id: string;

  beforeAll(async () => {
    const mixed = Array.from({ length: 2_300 }, (_, index) => (index % 1_000 === 7 ? `bad-${index}` : index === 1_500 ? 'same' : `phone-${index}`));
    id = await accepted(service, csvOf(mixed));
    await ended(service, id);
  });

  const rows = async (query: string): Promise<Rows> => (await service.request<Rows>(`/api/v1/imports/${id}/rows${query}`)).body;

  it('are listed by outcome, with names and reasons, in file order (IMP-05)', async () => {
    const rejected = await rows('?outcome=rejected');
    expect(rejected.items.map(({ row, name, reasons }) => [row, name, reasons.map(({ code }) => code)])).toEqual(
      [7, 1_007, 2_007].map((index) => [index + 2, `bad-${index}`, ['bad_mac', 'unknown_site']]),
    );
    expect(rejected).toMatchObject({ nextCursor: null, total: { value: 3, exact: true } });
    expect((await rows('?outcome=unchanged')).items).toEqual([{ row: 1_502, outcome: 'unchanged', name: 'same', reasons: [] }]);
  });

  it('come in pages that miss and repeat none', async () => {
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Rows = await rows(`?limit=200${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ row }) => row));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 2_300 }, (_, index) => index + 2));
    const pages = [await rows('?outcome=rejected&limit=2')];
    pages.push(await rows(`?outcome=rejected&limit=2&cursor=${pages[0]?.nextCursor ?? ''}`));
    expect(pages.map(({ items }) => items.map(({ row }) => row))).toEqual([[9, 1_009], [2_009]]);
  });

  it('are not there for an outcome there is not, nor for a cursor of ours there is not', async () => {
    expect(await service.request(`/api/v1/imports/${id}/rows?outcome=lost`)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await service.request(`/api/v1/imports/${id}/rows?cursor=nonsense`)).toMatchObject({ status: 400, body: { code: 'bad_cursor' } });
  });
});

describe('progress', () => {
  it('is said at most once a second, and the sum holds in every message (IMP-11, IMP-17)', async () => {
    const id = await accepted(service, csvOf(names(6_000)));
    await untilEvent(service, (event) => event.importId === id && event.event.case === 'finished');
    const said = (await events(service, id)).flatMap(({ event: { event, at } }) => (event.case === 'progress' ? [{ counts: event.value.counts, at }] : []));
    for (const { counts } of said) {
      expect(counts?.rows).toBe((counts?.applied ?? 0) + (counts?.unchanged ?? 0) + (counts?.rejected ?? 0) + (counts?.notReached ?? 0));
    }
    const times = said.map(({ at }) => Number(at?.seconds ?? 0n) * 1_000 + (at?.nanos ?? 0) / 1e6);
    for (const [index, time] of times.entries()) if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
});

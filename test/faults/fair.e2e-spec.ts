// Real: the program as built. What one reseller sends keeps no other waiting.
import type { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, phones } from '../support/sheets.js';
import type { ImportView } from '../support/views.js';

const isLong = process.env['FAULTS'] === 'long';
const LARGE = isLong ? 200_000 : 60_000;
const SMALL = 20;
const WITHIN_MS = 3_000;
/** What 20 rows take on a machine that does nothing else, at the most: where they take longer alone, other tests share it, and as much longer may they take beside the large file. */
const ALONE_MS = 400;

interface Waited {
  readonly largeWas: ImportView['state'];
  /** From the answer to the upload to the end of the import. */
  readonly ms: number;
}

let ringfleet: Deployment;
let north: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  north = await ringfleet.reseller('North Telecom');
});

afterAll(() => ringfleet.close());

/** Sends the n-th small file; how long its import took. */
async function sendSmall(api: Api, n: number): Promise<number> {
  const id = await api.accepted(csvOf(phones(n * SMALL, 'small', 81).slice(-SMALL)));
  const began = performance.now();
  const { state, counts } = await api.ended(id);
  expect([state, counts.applied]).toEqual(['completed', SMALL]);
  return performance.now() - began;
}

it(
  `20 rows of another reseller end within 3 s of being accepted, while ${LARGE} are read and applied (IMP-12)`,
  async () => {
    const harbour = await ringfleet.reseller('Harbour Voice');
    await sendSmall(harbour, 998); // the first of its kind
    const before = await sendSmall(harbour, 999);
    const id = await north.accepted(csvOf(phones(LARGE, 'large', 80)), { name: 'large.csv' });
    const waited: Waited[] = [];
    for (let large = await north.importOf(id), n = 1; large.finishedAt === null; large = await north.importOf(id), n++) {
      waited.push({ largeWas: large.state, ms: await sendSmall(n % 2 === 0 ? ringfleet.administrator : harbour, n) });
    }
    expect(await north.ended(id)).toMatchObject({ state: 'completed', counts: { rows: LARGE, applied: LARGE } });
    const within = WITHIN_MS * Math.max(1, before / ALONE_MS, (await sendSmall(harbour, 1_000)) / ALONE_MS);
    expect(waited.filter(({ ms }) => ms > within)).toEqual([]);
    expect(waited.filter(({ largeWas }) => largeWas === 'running').length).toBeGreaterThan(2);
  },
  10 * 60_000,
);

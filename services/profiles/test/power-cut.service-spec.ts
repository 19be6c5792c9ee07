// Real: two instances of profiles over one PostgreSQL and one event log, HTTP, and connections that are cut. What inventory and directory say is said by the test.
import { topics } from '@ringfleet/contracts';
import { profiles } from '@ringfleet/profiles';
import { type RunningService, startService } from '@ringfleet/service-kit';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { register } from 'prom-client';
import { Desks, LOGIN } from './support/desks.js';
import { Phones } from './support/phones.js';

const PHONES = 24;
const ROUNDS = 5;
const CUT_AFTER = 10; // answers
const GONE_WITHIN_MS = 10_000;
const AUTHORIZATION = { authorization: `Basic ${Buffer.from('desk:http-canary').toString('base64')}` };

let phones: Phones;
let other: RunningService;
let otherDoor: Server;
let site: readonly { readonly id: string; readonly path: string }[];

/** Phones of one customer with one profile. */
async function makeSite(): Promise<typeof site> {
  const desks = new Desks(phones);
  const modelId = await desks.model('Yealink', 'SIP-T54W');
  const customerId = await phones.customer();
  const profileId = await desks.profile(modelId, [{ file: '{mac}.cfg', format: 'text', text: '{{ device.mac }} {{ params.server }}' }]);
  const made = [];
  for (let at = 0; at < PHONES; at++) {
    const mac = `001565CC${at.toString(16).toUpperCase().padStart(4, '0')}`;
    const id = await phones.device({ mac, modelId, customerId, profileId });
    await phones.change(id, {}, LOGIN);
    made.push({ id, path: `/p/${await phones.keyOf(id)}/${mac.toLowerCase()}.cfg` });
  }
  return made;
}

beforeAll(async () => {
  phones = await Phones.start({ logLevel: 'fatal' }); // connections are cut on purpose
  other = await startService(profiles, phones.service.ports);
  otherDoor = createServer(other.handle).listen(0, '127.0.0.1');
  await once(otherDoor, 'listening');
  site = await makeSite();
});
afterAll(async () => {
  otherDoor.close();
  otherDoor.closeAllConnections();
  await other.stop();
  await phones.stop();
});

const doors = (): readonly [string, string] => [phones.service.url, `http://127.0.0.1:${(otherDoor.address() as AddressInfo).port}`];

interface Came {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
}

async function come(door: string, path: string): Promise<Came> {
  const response = await fetch(`${door}${path}`, { headers: AUTHORIZATION });
  return { status: response.status, body: await response.text(), retryAfter: response.headers.get('retry-after') };
}

async function madeSoFar(): Promise<number> {
  const metric = await register.getSingleMetric('ringfleet_phone_files_total')?.get();
  return metric?.values.find(({ labels }) => labels['from'] === 'made')?.value ?? 0;
}

/** The numbers of a device's requests, as they are in the table and as they were told; what was told and told again is the same. */
async function recorded(id: string): Promise<{ readonly given: number; readonly kept: readonly number[]; readonly told: readonly number[] }> {
  const rows = await phones.rows<{ sequence: string; status: number }>('select sequence, status from fetches where device_id = $1 order by sequence', [id]);
  const told = (await phones.service.records(topics.fetches)).filter(({ key }) => key === id).map(({ sequence }) => sequence);
  return { given: rows.filter(({ status }) => status === 200).length, kept: rows.map(({ sequence }) => Number(sequence)), told: [...new Set(told)] };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('all phones of a site at once', () => {
  it('have their files from either of two instances, made once, and each request is on record once and told once, in order (PRV-06)', async () => {
    const [one, two] = doors();
    const first = await Promise.all(site.map(({ path }) => come(one, path)));
    const made = await madeSoFar();
    const again = await Promise.all(site.flatMap(({ path }) => [come(two, path), come(one, path), come(two, path)]));
    expect(first.map(({ status }) => status)).toEqual(Array(PHONES).fill(200));
    expect(again).toEqual(first.flatMap((answer) => [answer, answer, answer]));
    expect((await madeSoFar()) - made).toBe(0);
    for (const { id } of site) expect(await recorded(id)).toEqual({ given: 4, kept: upTo(4), told: upTo(4) });
  });

  it('are all answered while connections to the database are cut, and whoever has a file is on record (PRV-06)', async () => {
    const knife = new Pool({ connectionString: phones.service.database.appUrl, max: 1 });
    const before = new Map<string, number>();
    for (const { id } of site) before.set(id, (await recorded(id)).given);
    const answers = new Map<string, Came[]>(site.map(({ id }) => [id, []]));
    let answered = 0;
    let cuts = 0;
    const comeAgainAndAgain = async ({ id, path }: (typeof site)[number], at: number): Promise<void> => {
      for (let round = 0; round < ROUNDS; round++) {
        answers.get(id)?.push(await come(doors()[(at + round) % 2] ?? '', path));
        answered += 1;
        if (answered % CUT_AFTER > 0) continue;
        const { rowCount } = await knife.query(
          'select pg_terminate_backend(pid, $1) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
          [GONE_WITHIN_MS],
        );
        cuts += rowCount ?? 0;
      }
    };
    await Promise.all(site.map(comeAgainAndAgain));
    await knife.end();
    expect(cuts).toBeGreaterThan(ROUNDS);
    for (const { id, path } of site) {
      const came = answers.get(id) ?? [];
      const refused = came.filter(({ status }) => status !== 200);
      expect(refused.map(({ status, retryAfter }) => [status, retryAfter])).toEqual(refused.map(() => [503, '1']));
      const given = came.length - refused.length;
      expect((await come(doors()[0], path)).status).toBe(200);
      const { given: total, kept, told } = await recorded(id);
      // A commit whose answer was cut off may stand; none that was answered is missing.
      expect(total - (before.get(id) ?? 0)).toBeGreaterThanOrEqual(given + 1);
      expect(total - (before.get(id) ?? 0)).toBeLessThanOrEqual(came.length + 1);
      expect([kept, told]).toEqual([upTo(kept.length), upTo(kept.length)]);
    }
  });
});

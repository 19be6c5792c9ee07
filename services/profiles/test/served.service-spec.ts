// Real: profiles with its PostgreSQL, event log, rendering threads and HTTP; curl with its own Digest. What inventory and directory say is said by the test.
import { topics } from '@ringfleet/contracts';
import { newId, type Page } from '@ringfleet/kernel';
import type { FetchView } from '../src/fetches/read-fetches.js';
import { basic, type CurlAnswer } from './support/curl.js';
import { type Desk, Desks, LOGIN, type NewDesk, SIGNED_IN } from './support/desks.js';
import { Phones } from './support/phones.js';

const AGENT = ['-A', 'Yealink SIP-T54W 96.86.0.100 00:15:65:ab:00:01'];
const FIRMWARE = '96.86.0.100';
const template = (said: string): object => ({ file: '{mac}.cfg', format: 'text', text: `said = ${said}\npassword = {{ device.httpPassword }}` });

let phones: Phones;
let desks: Desks;

beforeAll(async () => {
  phones = await Phones.start();
  desks = new Desks(phones);
});
afterAll(() => phones.stop());

const desk = (given?: NewDesk): Promise<Desk> => desks.desk({ templates: [template('first')], ...given });
const own = (phone: Desk, ...options: readonly string[]): Promise<CurlAnswer> => phone.ask(`${phone.mac}.cfg`, ...AGENT, ...SIGNED_IN, ...options);
const etagOf = ({ headers }: CurlAnswer): string => /^etag: (.*)$/im.exec(headers)?.[1]?.trim() ?? '';
const hashOf = (answer: CurlAnswer): string => etagOf(answer).slice(1, -1);

async function publish(profileId: string, draft: object): Promise<void> {
  const { number } = await desks.ask<{ readonly number: number }>(`/${profileId}/versions`, draft);
  await desks.ask(`/${profileId}/versions/${number}/publish`);
}

/** In the order in which they were asked for. */
async function fetchesOf({ id }: Desk, as = {}): Promise<readonly FetchView[]> {
  const { body } = await phones.service.request<Page<FetchView>>(`/api/v1/devices/${id}/fetches`, { as });
  return body.items.toReversed();
}

/** What was served, until there are so many: refusals are recorded after their answer. */
async function servedTo(phone: Desk, count: number): Promise<FetchView['served'][]> {
  for (;;) {
    const fetches = await fetchesOf(phone);
    if (fetches.length >= count) return fetches.map(({ served }) => served);
  }
}

describe('the record of a fetch', () => {
  it('says which version was served, made or kept, with its hash, and the firmware; an event says the same, without a secret (PRV-06)', async () => {
    const phone = await desk();
    const first = [await own(phone), await own(phone)] as const;
    await publish(phone.profileId, { templates: [template('second')] });
    const second = await own(phone);
    const known = await own(phone, '-H', `If-None-Match: ${etagOf(second)}`);
    expect([...first, second, known].map(({ status }) => status)).toEqual([200, 200, 200, 304]);
    expect(hashOf(first[0])).not.toBe(hashOf(second));
    const [one, two] = [
      { profileId: phone.profileId, version: 1, hash: hashOf(first[0]) },
      { profileId: phone.profileId, version: 2, hash: hashOf(second) },
    ];
    expect((await fetchesOf(phone)).map(({ status, firmware, served }) => [status, firmware, served])).toEqual([
      [200, FIRMWARE, one],
      [200, FIRMWARE, one],
      [200, FIRMWARE, two],
      [304, FIRMWARE, two],
    ]);
    const said = (await phones.service.records(topics.fetches)).filter(({ key }) => key === phone.id);
    const told = said.map(({ message }) => [message?.firmware, { profileId: message?.profileId, version: message?.profileVersion, hash: message?.hash }]);
    expect(told).toEqual([one, one, two, two].map((served) => [FIRMWARE, served]));
    const rows = await phones.rows<{ text: string }>('select f::text as text from fetches f where device_id = $1', [phone.id]);
    const clear = JSON.stringify([said, rows], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    expect([clear.includes(one.hash), clear.includes('canary'), clear.includes(await phones.keyOf(phone.id))]).toEqual([true, false, false]);
  });

  it('says the later version where it comes to the same bytes, each time (PRV-06)', async () => {
    const phone = await desk();
    const first = await own(phone);
    await publish(phone.profileId, { templates: [template('first')], note: 'the same' });
    const known = ['-H', `If-None-Match: ${etagOf(first)}`];
    const later = [await own(phone), await own(phone), await own(phone, ...known)];
    expect(later.map((answer) => [answer.status, etagOf(answer) === etagOf(first)])).toEqual([
      [200, true],
      [200, true],
      [304, true],
    ]);
    expect((await fetchesOf(phone)).map(({ served }) => served?.version)).toEqual([1, 2, 2, 2]);
  });

  it('names the profile that the template is inherited from (PRV-01, PRV-06)', async () => {
    const modelId = await desks.model('Yealink', 'SIP-T54W');
    const base = await desks.profile(modelId, [template('base')], []);
    const { id: profileId } = await desks.ask<{ readonly id: string }>('', { name: `Heir ${newId()}`, modelIds: [modelId], parentId: base });
    await publish(profileId, {});
    await publish(profileId, { note: 'second' });
    const phone = await desk({ device: { modelId, profileId } });
    const answers = [await own(phone), await own(phone)];
    expect(await servedTo(phone, 2)).toEqual(answers.map((answer) => ({ profileId: base, version: 1, hash: hashOf(answer) })));
  });

  it('names no version where nothing was given: what is refused, asked the size of or brought; the firmware it does (PRV-06)', async () => {
    const phone = await desk({ device: { acceptData: true } });
    const asked = [
      await own(phone, '-I'),
      await phone.ask('other.cfg', ...AGENT, ...SIGNED_IN),
      await phone.ask('app.log', ...AGENT, ...SIGNED_IN, '-X', 'PUT', '--data-binary', 'booted'),
      await phone.ask(`${phone.mac}.cfg`, ...AGENT, ...basic('desk:wrong')),
    ];
    const locked = await desk({ vendor: 'Fanvil', name: 'X5U', secrets: { ...LOGIN, asciiKey: 'a key' } });
    expect([...asked, await own(locked)].map(({ status }) => status)).toEqual([200, 404, 204, 401, 503]);
    expect([await servedTo(phone, 4), await servedTo(locked, 1)]).toEqual([[null, null, null, null], [null]]);
    expect(new Set((await fetchesOf(phone)).map(({ firmware }) => firmware))).toEqual(new Set([FIRMWARE]));
    await phone.ask(`${phone.mac}.cfg`, '-A', 'curl/8.5.0', ...SIGNED_IN);
    expect((await fetchesOf(phone)).at(-1)).toMatchObject({ firmware: null, served: { version: 1 } });
  });

  it('names it to the reseller, but not to the customer, who sees no versions (DIR-02a, PRV-06)', async () => {
    const reseller = newId();
    const customerId = await phones.customer(reseller);
    const phone = await desk({ device: { customerId, customerResellerId: reseller, managedBy: reseller, lines: [] } });
    await own(phone);
    const seen = async (as: object): Promise<unknown> => (await fetchesOf(phone, as)).map(({ firmware, served }) => [firmware, served?.version]);
    expect(await seen({ resellerId: reseller })).toEqual([[FIRMWARE, 1]]);
    expect(await seen(await phones.customerAdmin(customerId, reseller))).toEqual([[FIRMWARE, undefined]]);
  });
});

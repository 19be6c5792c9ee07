// Real: profiles with its PostgreSQL, event log, rendering threads and HTTP. What inventory and directory say is said by the test.
import { create } from '@bufbuild/protobuf';
import { AccountChangedSchema, AccountKind, AccountSecretChangedSchema, ModelChangedSchema, topics } from '@ringfleet/contracts';
import { Sealed } from '@ringfleet/secrets';
import fc from 'fast-check';
import { register } from 'prom-client';
import { type Desk, Desks, LOGIN } from './support/desks.js';
import { Phones } from './support/phones.js';

const TEXT = `{{ device.mac }} {{ device.httpUsername }} {{ device.httpPassword }} {{ device.secret }} {{ model.name }} {{ url }} {{ params.server }} {{ params.top }}
{% for line in lines %}{{ line.number }} {{ line.displayName }} {{ line.sipPassword }}
{% endfor %}`;
const templates = (text = TEXT) => [{ file: 'all.cfg', format: 'text', text }];

let phones: Phones;
let desks: Desks;
let numbers = 10;

beforeAll(async () => {
  phones = await Phones.start();
  desks = new Desks(phones);
});
afterAll(() => phones.stop());

/** How many files were made, and how many kept, so far. */
async function counted(): Promise<Record<string, number>> {
  const metric = await register.getSingleMetric('ringfleet_phone_files_total')?.get();
  return Object.fromEntries(metric?.values.map(({ labels, value }) => [labels['from'], value]) ?? []);
}

interface Fetched {
  readonly status: number;
  readonly etag: string | null;
  readonly body: string;
}

async function fetched(desk: Desk, login: string): Promise<Fetched> {
  const response = await fetch(`${phones.service.url}/p/${await phones.keyOf(desk.id)}/all.cfg`, {
    headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
  });
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return { status: response.status, etag: response.headers.get('etag'), body };
}

/** A phone, and everything that may change of what its file is made of. */
async function changing() {
  const state = { login: 'desk:http-canary' };
  const desk = await desks.desk({ vendor: 'Cisco', name: '8851', templates: templates('soon'), secrets: { ...LOGIN, secret: 's0' } });
  const { customerId = '', modelId = '' } = phones.phoneOf(desk.id);
  const other = await desks.account({ customerId, number: '15550199' });
  const parent = await desks.ask<{ readonly id: string }>('', { name: `Parent of ${desk.profileId}`, modelIds: [modelId] });
  const publish = async (profile: string, body: object): Promise<void> => {
    const { number } = await desks.ask<{ readonly number: number }>(`/${profile}/versions`, body);
    await desks.ask(`/${profile}/versions/${number}/publish`);
  };
  const top = (value: string): object => ({ variables: [{ name: 'top', type: 'string', default: value }] });
  const own = (server: string, text?: string): object => ({ variables: [{ name: 'server', type: 'string', default: server }], templates: templates(text) });
  await publish(parent.id, top('top'));
  await phones.service.request(`/api/v1/profiles/${desk.profileId}`, { method: 'PATCH', body: { parentId: parent.id }, headers: { 'if-match': '*' } });
  await publish(desk.profileId, own('first.example.net'));
  const secret = async (name: string): Promise<void> => {
    const sequence = ++numbers;
    const sipPassword = new Uint8Array(Sealed.seal(phones.service.ports.sealer, name, `account:${desk.accountId}:sipPassword`).stored());
    const message = create(AccountSecretChangedSchema, { accountId: desk.accountId, secretVersion: sequence, sipPassword });
    await phones.service.tell(topics.accountSecrets, [{ key: desk.accountId, sequence, message }]);
  };
  const account = (displayName: string): Promise<void> => {
    const said = { id: desk.accountId, customerId, number: '15550100', displayName, sipUsername: 'u', kind: AccountKind.PHONE_TERMINAL };
    return phones.service.tell(topics.accounts, [{ key: desk.accountId, sequence: ++numbers, message: create(AccountChangedSchema, said) }]);
  };
  const model = (name: string): Promise<void> => {
    const message = create(ModelChangedSchema, { id: modelId, vendor: 'Cisco', name, ports: 2 });
    return phones.service.tell(topics.models, [{ key: modelId, sequence: ++numbers, message }]);
  };
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    'its MAC address': () => phones.change(desk.id, { mac: `001565CD${(++numbers).toString(16).padStart(4, '0').toUpperCase()}` }),
    'its lines': () => phones.change(desk.id, { lines: (phones.phoneOf(desk.id).lines ?? []).includes(other) ? [desk.accountId] : [desk.accountId, other] }),
    'the display name of a line': () => account(`Name ${++numbers}`),
    'the SIP password of a line': () => secret(`sip ${++numbers}`),
    'its password': () => {
      const httpPassword = `pass ${++numbers}`;
      state.login = `desk:${httpPassword}`;
      return phones.change(desk.id, {}, { httpPassword });
    },
    'its secret': () => phones.change(desk.id, {}, { secret: `secret ${++numbers}` }),
    'its ASCII/AES key': () => phones.change(desk.id, {}, { asciiKey: `key ${++numbers}` }),
    'its address': () => phones.rotate(desk.id, { immediately: true }),
    'its model': () => model(`885${++numbers}`),
    'a version of its profile': () => publish(desk.profileId, own(`${++numbers}.example.net`)),
    'an earlier version, published again': async () => {
      await publish(desk.profileId, own(`${++numbers}.example.net`));
      await fetched(desk, state.login);
      await desks.ask(`/${desk.profileId}/versions/2/publish`);
    },
    'the template of its profile': () => publish(desk.profileId, own('first.example.net', `${TEXT} ${++numbers}`)),
    'a version of what its profile inherits from': () => publish(parent.id, top(`top ${++numbers}`)),
  };
  return { desk, state, changes };
}

describe('a file that was made before', () => {
  it('is given again without being made, by another instance and after a restart too, the same to the last byte (PRV-06)', async () => {
    const desk = await desks.desk({
      vendor: 'Cisco',
      name: '8851',
      templates: templates('{{ device.httpPassword }}'),
      secrets: { ...LOGIN, asciiKey: 'a key' },
    });
    const first = await fetched(desk, 'desk:http-canary');
    const before = await counted();
    await phones.service.restart();
    const again = await fetched(desk, 'desk:http-canary');
    expect([first.status, again]).toEqual([200, first]);
    expect(await counted()).toEqual({ ...before, kept: (before['kept'] ?? 0) + 1 });
  });

  it('lies sealed, once for each file, and is made again where its bytes are gone', async () => {
    const desk = await desks.desk({ templates: templates('{{ device.httpPassword }}') });
    const first = await fetched(desk, 'desk:http-canary');
    await phones.change(desk.id, {}, { secret: 'another' });
    await fetched(desk, 'desk:http-canary');
    await desks.ask(`/${desk.profileId}/versions`, { templates: templates('other {{ device.httpPassword }}') });
    await desks.ask(`/${desk.profileId}/versions/2/publish`);
    await fetched(desk, 'desk:http-canary');
    const kept = await phones.rows<{ text: string; kept: boolean }>(
      'select g::text as text, content is not null as kept from given_configs g where device_id = $1',
      [desk.id],
    );
    expect([kept.length, kept.filter((row) => row.kept).length]).toEqual([2, 1]);
    const hex = Buffer.from('canary').toString('hex');
    expect(kept.filter(({ text }) => text.includes('canary') || text.includes(hex))).toEqual([]);
    expect(first.status).toBe(200);
  });

  it('is made again at the next fetch once anything of it has changed, as if nothing were kept (PRV-01, PRV-03, PRV-06)', async () => {
    const { desk, state, changes } = await changing();
    const names = Object.keys(changes);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: names.length }), async (order) => {
        await changes['a version of its profile']?.();
        let last = await fetched(desk, state.login);
        for (const name of order) {
          await changes[name]?.();
          const next = await fetched(desk, state.login);
          expect([name, next.status, next.etag === last.etag]).toEqual([name, 200, false]);
          const before = await counted();
          expect([name, await fetched(desk, state.login)]).toEqual([name, next]);
          expect(await counted()).toEqual({ ...before, kept: (before['kept'] ?? 0) + 1 });
          await phones.rows('update given_configs set content = null where device_id = $1', [desk.id]);
          expect([name, await fetched(desk, state.login)]).toEqual([name, next]);
          last = next;
        }
      }),
      { numRuns: 1 },
    );
  });
});

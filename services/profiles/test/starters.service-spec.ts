// Real: the service with its demo data, its PostgreSQL, HTTP and rendering threads; inventory tells its models, as it ships them.
import { create } from '@bufbuild/protobuf';
import { ModelChangedSchema, topics } from '@ringfleet/contracts';
import { namedId } from '@ringfleet/kernel';
import type { Preview } from '../src/rendering/preview-version.js';
import type { StarterView } from '../src/starters/starters.js';
import { ProfilesWorld } from './support/profiles-world.js';

/** Models of the starters with their ports, as inventory's catalogue has them. */
const PORTS: Readonly<Record<string, number>> = {
  'Cisco 6821': 2,
  'Cisco 8851': 10,
  'Fanvil X5U': 16,
  'Gigaset N870 IP PRO': 20,
  'Grandstream GXP2135': 8,
  'Htek UC903': 6,
  'Mitel 6940': 24,
  'Panasonic KX-HDV230': 6,
  'Poly VVX 450': 12,
  'Snom D785': 12,
  'Yealink SIP-T21P E2': 2,
  'Yealink SIP-T54W': 16,
};

/** What each vendor's phone reads as the username of its first line. */
const USERNAME: Readonly<Record<string, string>> = {
  Cisco: '<User_ID_1_>user0</User_ID_1_>',
  Fanvil: '<RegisterUser>user0</RegisterUser>',
  Gigaset: '<param name="SipAccount.00001.AuthName" value="user0"/>',
  Grandstream: '<P35>user0</P35>',
  Htek: '<P35 para="Account1.SipUserId">user0</P35>',
  Mitel: 'sip line1 user name: user0\n',
  Panasonic: 'SIP_AUTHID_1="user0"\r\n',
  Poly: 'reg.1.auth.userId="user0"',
  Snom: '<user_name idx="1" perm="R">user0</user_name>',
  Yealink: 'account.1.user_name = user0\n',
};

let world: ProfilesWorld;
let starters: readonly StarterView[];

beforeAll(async () => {
  world = await ProfilesWorld.start({ demo: true });
  const models = Object.entries(PORTS).map(([label, ports]) => {
    const [vendor = '', ...name] = label.split(' ');
    const id = namedId(`model/${label}`);
    return { key: id, message: create(ModelChangedSchema, { id, vendor, name: name.join(' '), ports }) };
  });
  await world.service.tell(topics.models, models);
  starters = (await world.request<{ items: StarterView[] }>('GET', '/starters')).body.items;
});
afterAll(() => world.service.stop());

const textsOf = async (id: string, modelId: string, lines?: number): Promise<string> => {
  const { body } = await world.request<Preview>('POST', `/${id}/versions/1/preview`, { body: { modelId, ...(lines !== undefined && { lines }) } });
  return body.files.map(({ text, refusal }) => text ?? JSON.stringify(refusal)).join('');
};

describe('the starters (PRV-02)', () => {
  it('are of ten vendors, each for models of the catalogue', () => {
    expect(starters.map(({ vendor }) => vendor)).toEqual(Object.keys(USERNAME));
    const known = new Set(Object.keys(PORTS).map((label) => namedId(`model/${label}`)));
    expect(starters.flatMap(({ modelIds }) => modelIds).filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(Object.keys(USERNAME))('are published as they are for %s, and give its phones their lines and none that they do not have', async (vendor) => {
    const { modelIds = [], variables, templates } = starters.find((starter) => starter.vendor === vendor) ?? {};
    const { id } = await world.profile({ name: `Of ${vendor}`, modelIds });
    const values = { sip_server: 'sip.canary.example', admin_password: 'letmein' };
    expect((await world.publish(id, { variables, templates, values })).body).toMatchObject({ state: 'published' });
    for (const model of modelIds) {
      const texts = await textsOf(id, model);
      expect(texts).toContain(USERNAME[vendor]);
      expect(texts).toContain('sip.canary.example');
      expect(texts).not.toContain('letmein');
      expect(await textsOf(id, model, 0)).not.toContain('user0');
    }
  });

  it('are what the demo profiles say, published (product.md §11)', async () => {
    const id = namedId('profile/6821 standard');
    expect((await world.request('GET', `/${id}`)).body).toMatchObject({ publishedVersion: 1 });
    expect(await textsOf(id, namedId('model/Cisco 6821'))).toContain('<User_ID_2_>user1</User_ID_2_>');
  });
});

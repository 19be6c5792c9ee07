// Real: the program as built, on a new home.
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf } from '../support/sheets.js';
import type { Api } from '../support/api.js';
import type { Named, RowView } from '../support/views.js';

interface Customer extends Named {
  readonly reseller: Named | null;
  readonly provisionDevices: string;
}

interface Site extends Named {
  readonly customer: Named;
  readonly approvedModelIds: readonly string[];
}

interface Model extends Named {
  readonly ports: number;
  readonly configFiles: readonly string[];
}

interface Starter {
  readonly vendor: string;
  readonly modelIds: readonly string[];
  readonly templates: readonly { readonly file: string; readonly text: string }[];
}

interface Profile extends Named {
  readonly ownerResellerId: string | null;
  readonly shared: boolean;
  readonly modelIds: readonly string[];
}

interface Preview {
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

interface Account {
  readonly number: string;
  readonly extension: string;
  readonly customer: Named;
}

let ringfleet: Deployment;
let administrator: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
});

afterAll(() => ringfleet.close());

const models = async (): Promise<ReadonlyMap<string, string>> => new Map((await administrator.all<Model>('/api/v1/models')).map(({ id, name }) => [id, name]));

describe('the demo data (product.md §11)', () => {
  it('has its resellers and customers, of which two have the same name', async () => {
    const resellers = await administrator.all<Named>('/api/v1/resellers');
    const customers = await administrator.all<Customer>('/api/v1/customers');
    expect(resellers.map(({ name }) => name)).toEqual(['Harbour Voice', 'North Telecom']);
    const told = customers.map(({ name, reseller, provisionDevices }) => `${reseller?.name ?? 'direct'}: ${name}, ${provisionDevices}`);
    expect(told.toSorted()).toEqual([
      'Harbour Voice: Alpine Dental, modify',
      'Harbour Voice: Quay Hotel, modify',
      'North Telecom: Alpine Dental, modify',
      'North Telecom: Birch & Sons, modify',
      'direct: Canistracci OIL, modify',
      'direct: EasyCall, view',
    ]);
  });

  it('has two sites, one of which approves two models (DIR-07)', async () => {
    const names = await models();
    const sites = await administrator.all<Site>('/api/v1/sites');
    expect(sites.map(({ name, customer, approvedModelIds }) => [customer.name, name, approvedModelIds.map((id) => names.get(id))])).toEqual([
      ['Canistracci OIL', 'Head office', []],
      ['Canistracci OIL', 'Refinery', ['Cisco 6821', 'Snom D785']],
    ]);
  });

  it('has its twelve models with their ports (INV-13)', async () => {
    const all = await administrator.all<Model>('/api/v1/models');
    expect(Object.fromEntries(all.map(({ name, ports }) => [name, ports]))).toMatchObject({
      'Yealink SIP-T21P E2': 2,
      'Yealink SIP-T54W': 16,
      'Cisco 6821': 2,
      'Cisco 8851': 10,
      'Poly VVX 450': 12,
      'Snom D785': 12,
      'Grandstream GXP2135': 8,
      'Grandstream HT814': 4,
      'Fanvil X5U': 16,
      'Panasonic KX-HDV230': 6,
      'Gigaset N870 IP PRO': 20,
      'Mitel 6940': 24,
    });
  });

  it('has its three profiles, which a reseller sees where they are its own or shared (PRV-01)', async () => {
    const names = await models();
    const [north] = (await administrator.all<Named>('/api/v1/resellers')).filter(({ name }) => name === 'North Telecom');
    const profiles = await administrator.all<Profile>('/api/v1/profiles');
    expect(profiles.map(({ name, ownerResellerId, shared, modelIds }) => [name, ownerResellerId, shared, modelIds.map((id) => names.get(id))])).toEqual([
      ['6821 standard', null, false, ['Cisco 6821']],
      ['North T54W', north?.id, false, ['Yealink SIP-T54W']],
      ['T21 standard', null, true, ['Yealink SIP-T21P E2']],
    ]);
    const seen = async (reseller: string): Promise<string[]> =>
      (await (await ringfleet.reseller(reseller)).all<Profile>('/api/v1/profiles')).map(({ name }) => name);
    expect([await seen('North Telecom'), await seen('Harbour Voice')]).toEqual([['North T54W', 'T21 standard'], ['T21 standard']]);
  });

  it('has profiles that say what phones get, and that are not deleted while a device has them (PRV-01, PRV-02)', async () => {
    const profile = (await administrator.all<Profile>('/api/v1/profiles')).find(({ name }) => name === '6821 standard');
    const [device] = await administrator.devices('Docs Demo Phone 1');
    const path = `/api/v1/profiles/${profile?.id}`;
    const { files } = await administrator.post<Preview>(`${path}/versions/1/preview`, { deviceId: device?.id });
    expect(files.map(({ file }) => file)).toEqual(['{mac}.cfg']);
    for (const written of ['<Short_Name_1_>3275<', '<Short_Name_2_>3482<', '<User_ID_1_>8133793275<', '<Password_1_><'])
      expect(files[0]?.text).toContain(written);
    const kept = await administrator.request(path, { method: 'DELETE', headers: { 'if-match': '*' } });
    expect([kept.status, kept.text]).toEqual([409, expect.stringContaining('Docs Demo Phone 1')]);
    const another = (await administrator.all<Model>('/api/v1/models')).find(({ name }) => name === 'Snom D785');
    const body = JSON.stringify({ modelIds: [another?.id] });
    const narrowed = await administrator.request(path, { method: 'PATCH', headers: { 'if-match': '*', 'content-type': 'application/json' }, body });
    expect([narrowed.status, narrowed.text]).toEqual([409, expect.stringContaining('in_use')]);
    expect((await administrator.get<Profile>(path)).modelIds).toEqual(profile?.modelIds);
  });

  it('has one device, both of whose lines are used', async () => {
    const [device] = await administrator.devices('Docs Demo Phone 1');
    const text = expect.any(String) as string;
    const record = (name: string): object => ({ id: text, name });
    expect(device).toMatchObject({
      id: text,
      createdAt: text,
      updatedAt: text,
      name: 'Docs Demo Phone 1',
      description: null,
      model: { ...record('Cisco 6821'), vendor: 'Cisco' },
      macAddress: '00:AA:6E:33:D7:48',
      managedBy: null,
      sharedWithResellers: false,
      assignedTo: record('Canistracci OIL'),
      site: record('Head office'),
      profile: record('6821 standard'),
      inventoryId: null,
      customerOwned: false,
      totalPorts: 2,
      freePorts: 0,
      state: 'inService',
      version: 1,
    });
    const { id } = await administrator.import(csvOf([{ action: 'Remove', name: 'Docs Demo Phone 1' }]));
    const [row] = await administrator.all<RowView>(`/api/v1/imports/${id}/rows`);
    expect(row?.reasons.map(({ code }) => code)).toEqual(['port_in_use']);
  });

  it('has the accounts of that device, and a few more of every customer', async () => {
    const accounts = await administrator.all<Account>('/api/v1/accounts');
    const extensions = new Map(accounts.map(({ number, extension }) => [number, extension]));
    expect([extensions.get('8133793275'), extensions.get('8132803482')]).toEqual(['3275', '3482']);
    const perCustomer = Map.groupBy(accounts, ({ customer }) => customer.id);
    expect(perCustomer.size).toBe(6);
    for (const own of perCustomer.values()) expect(own.length).toBeGreaterThan(1);
  });

  it('has keys and users, who are told in credentials.json (DIR-02)', async () => {
    const { url, resellers, users } = ringfleet.credentials;
    expect(url).toBe(ringfleet.url);
    expect(users.map(({ name, role }) => `${name}: ${role}`).toSorted()).toEqual([
      'admin: administrator',
      'canistracci-admin: customer-admin',
      'harbour-admin: reseller-admin',
      'north-admin: reseller-admin',
    ]);
    expect(new Set(users.map(({ password }) => password.length))).toEqual(new Set([43])); // 32 random bytes
    const roles = [
      await administrator.get('/api/v1/me'),
      ...(await Promise.all(resellers.map(async ({ name }) => (await ringfleet.reseller(name)).get('/api/v1/me')))),
    ];
    expect(roles).toMatchObject([
      { role: 'administrator', reseller: null },
      { role: 'reseller-admin', reseller: { name: 'Harbour Voice' } },
      { role: 'reseller-admin', reseller: { name: 'North Telecom' } },
    ]);
  });

  it('gives a token for a secret in the form or in Basic, good for an hour, and none for a wrong one (DIR-10)', async () => {
    const { url, clientId, clientSecret } = ringfleet.credentials;
    const ask = async (body: Record<string, string>, headers: Record<string, string> = {}): Promise<unknown[]> => {
      const response = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams(body), headers });
      const { token_type: type, expires_in: seconds } = (await response.json()) as { token_type?: string; expires_in?: number };
      return [response.status, type, seconds];
    };
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    expect(await ask({ client_id: clientId, client_secret: clientSecret })).toEqual([200, 'Bearer', 3600]);
    expect(await ask({}, { authorization: basic })).toEqual([200, 'Bearer', 3600]);
    expect((await ask({ client_id: clientId, client_secret: 'wrong' }))[0]).toBe(401);
  });

  it('has starters whose files are those that the catalogue knows each model to ask for, or that another of them names (INV-13, PRV-02)', async () => {
    const catalogue = new Map((await administrator.all<Model>('/api/v1/models')).map((model) => [model.id, model]));
    const { body } = await administrator.request<{ readonly items: readonly Starter[] }>('/api/v1/profiles/starters');
    expect(body.items.length).toBe(10);
    for (const { vendor, modelIds, templates } of body.items) {
      const named = (file: string): boolean => templates.some(({ text }) => text.includes(file.replace('{mac}', '[PHONE_MAC_ADDRESS]')));
      for (const id of modelIds) {
        const asked = catalogue.get(id)?.configFiles ?? [];
        const unknown = templates.filter(({ file }) => !asked.includes(file) && !named(file)).map(({ file }) => file);
        expect([vendor, unknown]).toEqual([vendor, []]);
        expect(templates.some(({ file }) => asked.includes(file))).toBe(true);
      }
    }
  });
});

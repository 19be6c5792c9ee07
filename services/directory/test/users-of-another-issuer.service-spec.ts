// Real: the service over HTTP with its PostgreSQL and event log, and a second issuer with keys and a discovery document of its own, whose tokens say what the test wants.
import { Permission, topics } from '@ringfleet/contracts';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { directory as card } from '../src/index.js';
import { type Answer, DirectoryClient, type View } from './support/directory-client.js';

let carrier: TestService;
let directory: DirectoryClient;
let reseller: View;
let customer: View;
let other: View;

beforeAll(async () => {
  carrier = await startTestService(card, { logLevel: 'fatal' });
  directory = await DirectoryClient.start({ otherIssuer: `${carrier.url}/test-issuer` });
  reseller = await directory.make('resellers', { name: 'North Telecom' });
  customer = await directory.make('customers', { name: 'Alpine Dental', resellerId: reseller.id });
  other = await directory.make('customers', { name: 'Quay Hotel' });
});

afterAll(async () => {
  await directory.service.stop();
  await carrier.stop();
});

/** A person of the carrier's provider: its subject is no id of ours. */
const ann = { id: 'ann@carrier', name: 'Ann', role: 'customer-user' } as const;
const ofAlpine = (who: Who): Who => ({ ...who, customerId: customer.id, resellerId: reseller.id });
const me = async (who: Who): Promise<Answer> => directory.get('me', await carrier.tokenFor(who));
const saidOf = async (id: string) => (await directory.service.records(topics.users)).filter(({ key }) => key === id);

/** Asks who it is; the user that there is then. */
async function seen(who: Who): Promise<View> {
  const { id } = (await me(who)).body;
  return (await directory.get(`users/${id}`)).body;
}

describe('who signs in at another issuer (DIR-10)', () => {
  it('is a user with none as soon as it asks who it is, made once however often it asks at once (DIR-04, DIR-05)', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => me(ofAlpine(ann))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers[0]?.body).toMatchObject({ name: 'Ann', provisionDevices: 'none', sections: { devices: false } });
    const user = await seen(ofAlpine(ann));
    expect(user).toMatchObject({ id: answers[0]?.body.id, version: 1, provisionDevices: 'none', issuer: `${carrier.url}/test-issuer` });
    expect(user).toMatchObject({ customer: { name: 'Alpine Dental' }, reseller: { name: 'North Telecom' }, role: 'customer-user' });
    const said = await saidOf(user.id);
    expect(said.map(({ message }) => message?.provisionDevices)).toEqual([Permission.NONE]);
    expect((await directory.get(`audit?subjectId=${user.id}`)).body.items).toMatchObject([{ kind: 'user-created' }]);
  });

  it('is given the permission and accounts by those above, and keeps them (DIR-02a, DIR-04)', async () => {
    const { id } = await seen(ofAlpine(ann));
    const account = await directory.make('accounts', { number: '100', customerId: customer.id });
    const as = { customerId: customer.id, resellerId: reseller.id };
    expect((await directory.patch(`users/${id}`, { provisionDevices: 'modify', accountIds: [account.id] }, as)).status).toBe(200);
    expect((await me(ofAlpine(ann))).body).toMatchObject({ id, provisionDevices: 'modify', accountIds: [account.id], sections: { devices: true } });
    expect((await saidOf(id)).at(-1)).toMatchObject({ sequence: 2, message: { provisionDevices: Permission.MODIFY, accountIds: [account.id] } });
  });

  it('has name and role by its claims: they follow, and nobody says otherwise here', async () => {
    const { id } = await seen(ofAlpine({ ...ann, name: 'Ann Lee\u0000', role: 'customer-admin' }));
    expect((await directory.get(`users/${id}`)).body).toMatchObject({ name: 'Ann Lee', role: 'customer-admin', provisionDevices: 'modify', accountIds: [] });
    expect((await directory.patch(`users/${id}`, { role: 'customer-user' })).body.code).toBe('follows_issuer');
    expect((await directory.patch(`users/${id}`, { name: 'Other' })).body.code).toBe('follows_issuer');
    expect((await directory.patch(`users/${id}`, { role: 'customer-admin', email: 'ann@example.com' })).status).toBe(200);
  });

  it('has no password and no second factor here', async () => {
    const { id } = await seen(ofAlpine(ann));
    expect((await directory.post(`users/${id}/password-link`, {})).body.code).toBe('no_sign_in_here');
    expect((await directory.delete(`users/${id}/second-factor`)).body.code).toBe('no_sign_in_here');
  });

  it('may be called as anybody else is: only who signs in here has a name of its own (DIR-02)', async () => {
    await directory.make('users', { name: 'Bea', role: 'customer-user', customerId: customer.id });
    const twins = await Promise.all(['bea@carrier', 'bea@branch'].map((id) => seen(ofAlpine({ ...ann, id, name: 'Bea' }))));
    expect(twins.map(({ name }) => name)).toEqual(['Bea', 'Bea']);
    expect((await directory.post('users', { name: 'bea', role: 'customer-user', customerId: customer.id })).body.code).toBe('name_not_unique');
  });

  it('begins with none again where its claims are for another customer (DIR-05)', async () => {
    const cleo = { ...ann, id: 'cleo@carrier', name: 'Cleo' };
    const { id } = await seen(ofAlpine(cleo));
    await directory.patch(`users/${id}`, { provisionDevices: 'view' });
    expect((await me({ ...cleo, customerId: other.id })).body).toMatchObject({ id, provisionDevices: 'none' });
    expect((await directory.get(`users/${id}`)).body).toMatchObject({ customer: { id: other.id }, reseller: null, provisionDevices: 'none' });
    expect((await directory.get(`users/${id}`, { customerId: customer.id, resellerId: reseller.id })).status).toBe(404);
  });

  it('comes back with none after it was deleted, and the copies hear of it (DIR-05)', async () => {
    const { id } = await seen(ofAlpine(ann));
    const before = (await saidOf(id)).at(-1)?.sequence ?? 0;
    expect((await directory.delete(`users/${id}`, { customerId: customer.id, resellerId: reseller.id })).status).toBe(204);
    expect((await me(ofAlpine(ann))).body).toMatchObject({ id, provisionDevices: 'none' });
    const said = (await saidOf(id)).filter(({ sequence }) => sequence > before);
    expect(said.map(({ sequence, message }) => [sequence - before, message?.deleted])).toEqual([
      [1, true],
      [2, undefined],
      [3, false],
    ]);
    // Of another customer by now, and deleted there.
    expect((await me({ ...ann, customerId: other.id })).body.id).toBe(id);
    expect((await directory.delete(`users/${id}`, { customerId: other.id })).status).toBe(204);
    expect(await seen(ofAlpine(ann))).toMatchObject({ id, customer: { id: customer.id } });
  });

  it('is nobody here where its customer is not there, or not its reseller’s', async () => {
    const stranger = { ...ann, id: 'dan@carrier' };
    for (const owner of [{ customerId: reseller.id }, { customerId: other.id, resellerId: reseller.id }]) {
      const { status, body } = await me({ ...stranger, ...owner });
      expect([status, (body as { provisionDevices?: string }).provisionDevices]).toEqual([200, 'none']);
      expect((await directory.get(`users/${body.id}`)).status).toBe(404);
    }
  });

  it('of the provider or a reseller is a user too, whom its role gives what it may do', async () => {
    expect(await seen({ id: 'root@carrier', name: 'Root' })).toMatchObject({ role: 'administrator', provisionDevices: null });
    expect(await seen({ id: 'res@carrier', name: 'Res', resellerId: reseller.id })).toMatchObject({ role: 'reseller-admin', reseller: { id: reseller.id } });
  });

  it('leaves users of the built-in issuer as they are', async () => {
    const id = (await directory.make('users', { name: 'own', role: 'customer-user', customerId: customer.id })).id;
    await directory.get('me', { id, role: 'customer-admin', customerId: customer.id, resellerId: reseller.id });
    expect((await directory.get(`users/${id}`)).body).toMatchObject({ role: 'customer-user', version: 1, issuer: null });
  });
});

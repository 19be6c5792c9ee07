// Real: the service over HTTP, PostgreSQL with row-level security, outbox and event log. Inventory's devices are told by the test.
import { Change_Kind, topics } from '@ringfleet/contracts';
import { DirectoryClient, type View } from './support/directory-client.js';

let directory: DirectoryClient;
let reseller: View;
let customer: View;

beforeAll(async () => {
  directory = await DirectoryClient.start();
  reseller = await directory.make('resellers', { name: 'North Telecom' });
  customer = await directory.make('customers', { name: 'Alpine Dental', resellerId: reseller.id });
});

afterAll(() => directory.service.stop());

describe('deleting', () => {
  it('is refused for a reseller with customers, users and keys, with the list of them (DIR-01)', async () => {
    await directory.make('users', { name: 'nora', role: 'reseller-admin', resellerId: reseller.id });
    await directory.make('service-keys', { name: 'Billing', role: 'reseller-admin', resellerId: reseller.id });
    const { status, body } = await directory.delete(`resellers/${reseller.id}`);
    expect([status, body.code]).toEqual([409, 'in_use']);
    expect(body.usedBy).toMatchObject([
      { kind: 'customer', total: 1, items: [{ name: 'Alpine Dental' }] },
      { kind: 'user', total: 1, items: [{ name: 'nora' }] },
      { kind: 'serviceKey', total: 1, items: [{ name: 'Billing' }] },
    ]);
    expect((await directory.get(`resellers/${reseller.id}`)).status).toBe(200);
  });

  it('is refused for a customer with sites, accounts and users, and for a site with accounts (DIR-01)', async () => {
    const site = await directory.make('sites', { name: 'Head office', customerId: customer.id });
    await directory.make('accounts', { number: '100', customerId: customer.id, siteId: site.id });
    await directory.make('users', { name: 'alma', role: 'customer-admin', customerId: customer.id });
    const ofCustomer = await directory.delete(`customers/${customer.id}`);
    expect(ofCustomer.body.usedBy?.map(({ kind, items }) => `${kind} ${items.map(({ name }) => name).join()}`)).toEqual([
      'site Head office',
      'account 100',
      'user alma',
    ]);
    expect((await directory.delete(`sites/${site.id}`)).body.usedBy).toMatchObject([{ kind: 'account', items: [{ name: '100' }] }]);
  });

  it('is refused while devices refer to it, and while nobody can say whether they do (INV-09)', async () => {
    const { id } = await directory.make('customers', { name: 'With phones' });
    directory.devices.set(id, ['Desk 1', 'Desk 2']);
    const used = await directory.delete(`customers/${id}`);
    expect([used.status, used.body.usedBy]).toMatchObject([409, [{ kind: 'device', total: 2, items: [{ name: 'Desk 1' }, { name: 'Desk 2' }] }]]);
    directory.devices.delete(id);
    directory.silenceInventory();
    expect((await directory.delete(`customers/${id}`)).status).toBe(503);
    directory.answerAsInventory();
    expect((await directory.delete(`customers/${id}`)).status).toBe(204);
    expect((await directory.get(`customers/${id}`)).status).toBe(404);
  });

  it('is refused for a reseller that owns CPE profiles, with the list of them (DIR-01, PRV-01)', async () => {
    const { id } = await directory.make('resellers', { name: 'With profiles' });
    directory.profiles.set(id, ['North T54W']);
    const { status, body } = await directory.delete(`resellers/${id}`);
    expect([status, body.usedBy]).toMatchObject([409, [{ kind: 'profile', total: 1, items: [{ name: 'North T54W' }] }]]);
  });

  it('takes revoked keys along', async () => {
    const { id } = await directory.make('resellers', { name: 'Gone soon' });
    const key = await directory.make('service-keys', { name: 'Old', role: 'reseller-admin', resellerId: id });
    expect((await directory.delete(`service-keys/${key.id}`)).status).toBe(204);
    expect((await directory.delete(`resellers/${id}`)).status).toBe(204);
    expect((await directory.get(`service-keys/${key.id}`)).status).toBe(404);
  });

  it('says the last state marked deleted, then a tombstone, numbered on (EVT-01)', async () => {
    const { id } = await directory.make('sites', { name: 'Depot', customerId: customer.id });
    expect((await directory.delete(`sites/${id}`)).status).toBe(204);
    const said = (await directory.service.records(topics.tenants)).filter(({ key }) => key === id);
    expect(said.map(({ sequence, message }) => [sequence, message?.deleted, message?.change?.kind])).toEqual([
      [1, false, Change_Kind.CREATED],
      [2, false, Change_Kind.CHANGED], // closing
      [3, true, Change_Kind.DELETED],
      [4, undefined, undefined],
    ]);
  });

  it('of a secret leaves nothing of it on its topic but a tombstone (PRV-03)', async () => {
    const { id } = await directory.make('accounts', { number: '200', customerId: customer.id, sipPassword: 'open sesame' });
    expect((await directory.delete(`accounts/${id}`)).status).toBe(204);
    const said = (await directory.service.records(topics.accountSecrets)).filter(({ key }) => key === id);
    expect(said.map(({ sequence, message }) => [sequence, message && message.sipPassword.length > 0])).toEqual([
      [1, true],
      [2, false],
      [3, null],
    ]);
  });

  it("of another's record finds none (DIR-03), and of an older version is refused (INV-15)", async () => {
    const other = await directory.make('resellers', { name: 'Harbour Voice' });
    expect((await directory.delete(`customers/${customer.id}`, { resellerId: other.id })).status).toBe(404);
    await directory.patch(`resellers/${other.id}`, { name: 'Harbour' });
    const { status, body } = await directory.send('DELETE', `resellers/${other.id}`, { headers: { 'if-match': '"1"' } });
    expect([status, body.code]).toEqual([412, 'changed_meanwhile']);
  });
});

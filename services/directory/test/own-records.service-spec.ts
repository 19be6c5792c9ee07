// Real: the service over HTTP, PostgreSQL with row-level security. Inventory's models are answered by the test.
import { newId } from '@ringfleet/kernel';
import { DirectoryClient, type View } from './support/directory-client.js';

let directory: DirectoryClient;
let customer: View;
let other: View;

beforeAll(async () => {
  directory = await DirectoryClient.start();
  customer = await directory.make('customers', { name: 'Alpine Dental' });
  other = await directory.make('customers', { name: 'Birch & Sons' });
});

afterAll(() => directory.service.stop());

describe('preferences (DIR-09)', () => {
  const put = (body: object, as: object) => directory.send('PUT', 'me/preferences', { body, headers: { 'if-match': '*' }, as });

  it('follow a caller whose tenant has changed, as that of another issuer may', async () => {
    const id = newId();
    expect((await put({ pageSize: 50 }, { id, customerId: customer.id })).status).toBe(200);
    const moved = { id, customerId: other.id };
    expect((await directory.get('me/preferences', moved)).body).toMatchObject({ pageSize: 50, version: 1 });
    expect(await put({ pageSize: 100 }, moved)).toMatchObject({ status: 200, body: { pageSize: 100, version: 2 } });
    expect((await put({ pageSize: 10 }, { id })).status).toBe(200);
  });
});

describe('a site (DIR-07)', () => {
  it('approves device models that there are, and no others', async () => {
    const [known, unknown] = [newId(), newId()];
    directory.unknownModels.add(unknown);
    const refused = await directory.post('sites', { name: 'Mill', customerId: customer.id, approvedModelIds: [known, unknown] });
    expect([refused.status, refused.body.errors]).toMatchObject([422, [{ code: 'unknown_model', field: 'approvedModelIds' }]]);
    const site = await directory.make('sites', { name: 'Mill', customerId: customer.id, approvedModelIds: [known] });
    expect((await directory.patch(`sites/${site.id}`, { approvedModelIds: [known, unknown] })).body.code).toBe('unknown_model');
    directory.silenceInventory();
    expect((await directory.patch(`sites/${site.id}`, { name: 'Old mill', approvedModelIds: [known] })).status).toBe(200); // nothing new to ask
    expect((await directory.patch(`sites/${site.id}`, { approvedModelIds: [newId()] })).status).toBe(503);
    directory.answerAsInventory();
  });
});

describe('me (DIR-04)', () => {
  it('has what its customer has for a key, and nothing for whom nobody knows: it is no key', async () => {
    const key = await directory.make('service-keys', { name: 'Billing', role: 'customer-admin', customerId: customer.id });
    expect((await directory.get('me', { id: key.id, customerId: customer.id })).body).toMatchObject({
      provisionDevices: 'modify',
      sections: { devices: true },
    });
    expect((await directory.get('me', { id: newId(), customerId: customer.id })).body).toMatchObject({
      provisionDevices: 'none',
      sections: { devices: false },
    });
    await directory.delete(`service-keys/${key.id}`);
    expect((await directory.get('me', { id: key.id, customerId: customer.id })).body.code).toBe('revoked');
  });
});

// Real: the service over HTTP, PostgreSQL with row-level security, outbox and event log.
import { Permission, topics } from '@ringfleet/contracts';
import { DirectoryClient, type View } from './support/directory-client.js';

let directory: DirectoryClient;
let reseller: View;
let customer: View;
let viewer: View;

beforeAll(async () => {
  directory = await DirectoryClient.start();
  reseller = await directory.make('resellers', { name: 'North Telecom' });
  customer = await directory.make('customers', { name: 'Alpine Dental', resellerId: reseller.id });
  viewer = await directory.make('customers', { name: 'Only looks', resellerId: reseller.id, provisionDevices: 'view' });
});

afterAll(() => directory.service.stop());

const admin = (of: View) => ({ customerId: of.id, resellerId: reseller.id });

describe('a user', () => {
  it('of a customer begins with none; its state is said, without a secret (DIR-05)', async () => {
    const user = await directory.make('users', { name: 'Nora', role: 'customer-admin', customerId: customer.id, email: 'nora@example.com' });
    expect(user).toMatchObject({ provisionDevices: 'none', customer: { name: 'Alpine Dental' }, reseller: { name: 'North Telecom' } });
    const [said] = (await directory.service.records(topics.users)).filter(({ key }) => key === user.id);
    expect(said?.message).toMatchObject({ name: 'Nora', role: 'customer-admin', resellerId: reseller.id, provisionDevices: Permission.NONE });
    expect(said?.headers).toMatchObject({ rf_reseller: reseller.id, rf_customer: customer.id });
  });

  it('never exceeds its customer, made or changed (DIR-04)', async () => {
    const body = { name: 'vera', role: 'customer-user', customerId: viewer.id };
    expect((await directory.post('users', { ...body, provisionDevices: 'modify' })).body.code).toBe('user_exceeds_customer');
    const { id } = await directory.make('users', { ...body, provisionDevices: 'view' });
    const raised = await directory.patch(`users/${id}`, { provisionDevices: 'modify' });
    expect([raised.status, raised.body.errors?.[0]?.field]).toEqual([409, 'provisionDevices']);
  });

  it('holds its customer up when that is lowered, unless it shall be lowered too (DIR-04)', async () => {
    const { id } = await directory.make('customers', { name: 'Lowered' });
    const user = await directory.make('users', { name: 'lou', role: 'customer-user', customerId: id, provisionDevices: 'modify' });
    await directory.make('users', { name: 'low', role: 'customer-user', customerId: id, provisionDevices: 'view' });
    const refused = await directory.patch(`customers/${id}`, { provisionDevices: 'view' });
    expect([refused.status, refused.body.code, refused.body.users]).toMatchObject([409, 'users_exceed_customer', [{ name: 'lou' }]]);
    expect((await directory.get(`customers/${id}`)).body).toMatchObject({ provisionDevices: 'modify', version: 1 });
    expect((await directory.patch(`customers/${id}`, { provisionDevices: 'view', lowerUsers: true })).status).toBe(200);
    expect((await directory.get(`users/${user.id}`)).body).toMatchObject({ provisionDevices: 'view', version: 2 });
    const said = (await directory.service.records(topics.users)).filter(({ key }) => key === user.id);
    expect(said.map(({ message }) => message?.change?.fields.at(-1))).toEqual(['provisionDevices', 'provisionDevices']);
  });

  it('and its customer cannot outrun each other when both change at once (DIR-04)', async () => {
    const { id } = await directory.make('customers', { name: 'Raced' });
    const user = await directory.make('users', { name: 'racer', role: 'customer-user', customerId: id });
    await Promise.all([directory.patch(`customers/${id}`, { provisionDevices: 'none' }), directory.patch(`users/${user.id}`, { provisionDevices: 'modify' })]);
    const after = [(await directory.get(`customers/${id}`)).body, (await directory.get(`users/${user.id}`)).body];
    expect(['none none', 'modify modify']).toContain(after.map(({ provisionDevices }) => provisionDevices).join(' '));
  });

  it('is tied to accounts of its own customer, which then cannot be deleted (DIR-02a)', async () => {
    const own = await directory.make('accounts', { number: '100', customerId: customer.id });
    const other = await directory.make('accounts', { number: '200', customerId: viewer.id });
    const body = { name: 'tim', role: 'customer-user', customerId: customer.id };
    expect((await directory.post('users', { ...body, accountIds: [other.id] })).body.code).toBe('unknown_account');
    expect((await directory.post('users', { ...body, role: 'customer-admin', accountIds: [own.id] })).body.code).toBe('role_does_not_fit');
    const tim = await directory.make('users', { ...body, accountIds: [own.id] });
    expect((await directory.delete(`accounts/${own.id}`)).body.usedBy).toMatchObject([{ kind: 'user', items: [{ name: 'tim' }] }]);
    expect((await directory.get('me', { ...admin(customer), id: tim.id, role: 'customer-user' })).body).toMatchObject({ accountIds: [own.id] });
  });

  it('has a name of its own everywhere, and a role that fits whom it belongs to (DIR-02)', async () => {
    expect((await directory.post('users', { name: 'NORA', role: 'customer-user', customerId: viewer.id })).body.code).toBe('name_not_unique');
    expect((await directory.post('users', { name: 'a', role: 'operator', customerId: viewer.id })).body.code).toBe('role_does_not_fit');
    expect((await directory.post('users', { name: 'b', role: 'customer-user' })).body.code).toBe('missing_value');
    expect((await directory.post('users', { name: 'c', role: 'operator', provisionDevices: 'view' })).body.code).toBe('role_does_not_fit');
  });
});

describe('users are changed', () => {
  it('by a customer-admin within its customer, never above itself (DIR-02a)', async () => {
    const as = admin(customer);
    const made = await directory.make('users', { name: 'colleague', role: 'customer-user' }, as);
    expect(made).toMatchObject({ customer: { id: customer.id } });
    expect((await directory.patch(`users/${made.id}`, { role: 'reseller-admin' }, as)).status).toBe(403);
    expect((await directory.post('users', { name: 'x', role: 'administrator' }, as)).status).toBe(403);
    const vera = (await directory.get('users?q=vera')).body as unknown as { items: View[] };
    expect((await directory.patch(`users/${vera.items[0]?.id}`, { name: 'mine' }, as)).status).toBe(404);
    expect((await directory.post('users', { name: 'y', role: 'customer-user', customerId: viewer.id }, as)).body.code).toBe('unknown_customer');
  });

  it('by a reseller-admin among its customers, not among its own (DIR-02a)', async () => {
    const own = await directory.make('users', { name: 'res', role: 'reseller-admin', resellerId: reseller.id });
    const as = { resellerId: reseller.id };
    expect((await directory.patch(`users/${own.id}`, { name: 'mine' }, as)).status).toBe(403);
    expect((await directory.delete(`users/${own.id}`, as)).status).toBe(403);
    expect((await directory.post('users', { name: 'second', role: 'reseller-admin', resellerId: reseller.id }, as)).status).toBe(403);
    expect((await directory.post('users', { name: 'third', role: 'customer-user', customerId: viewer.id }, as)).status).toBe(201);
  });

  it('by nobody who may only look, and by a customer-user not at all (DIR-02a)', async () => {
    expect((await directory.post('users', { name: 'z', role: 'operator' }, { role: 'operator' })).status).toBe(403);
    expect((await directory.get('users', { role: 'operator' })).status).toBe(200);
    expect((await directory.get('users', { ...admin(customer), role: 'customer-user' })).status).toBe(403);
  });

  it('by nobody in what they themselves may do', async () => {
    const own = await directory.make('users', { name: 'self', role: 'customer-admin', customerId: customer.id });
    const as = { ...admin(customer), id: own.id };
    expect((await directory.patch(`users/${own.id}`, { provisionDevices: 'modify' }, as)).body.code).toBe('own_user');
    expect((await directory.delete(`users/${own.id}`, as)).body.code).toBe('own_user');
    expect((await directory.patch(`users/${own.id}`, { email: 'self@example.com' }, as)).status).toBe(200);
  });
});

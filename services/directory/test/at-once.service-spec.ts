// Real: the service over HTTP, PostgreSQL: requests that meet.
import { DirectoryClient } from './support/directory-client.js';

let directory: DirectoryClient;

beforeAll(async () => {
  directory = await DirectoryClient.start();
});

afterAll(() => directory.service.stop());

describe('deleting and adding at once', () => {
  it('leaves nothing that belongs to what is gone: one of the two is refused (DIR-01)', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        const { id } = await directory.make('customers', { name: `Customer ${n}` });
        const bodies = { sites: { name: 'S' }, accounts: { number: `n${n}` }, users: { name: `u${n}`, role: 'customer-user' } };
        const path = (['sites', 'accounts', 'users'] as const)[n % 3] ?? 'sites';
        const [gone, added] = await Promise.all([directory.delete(`customers/${id}`), directory.post(path, { ...bodies[path], customerId: id })]);
        return `${gone.status} ${gone.body.code ?? ''} ${added.status} ${added.body.code ?? ''}`.replaceAll(/ +/g, ' ').trim();
      }),
    );
    expect(outcomes.filter((outcome) => !['204 422 unknown_customer', '409 in_use 201'].includes(outcome))).toEqual([]);
  });

  it('of one account twice takes it away once', async () => {
    const { id: customerId } = await directory.make('customers', { name: 'Twice' });
    const { id } = await directory.make('accounts', { number: '1', customerId });
    const answers = await Promise.all([directory.delete(`accounts/${id}`), directory.delete(`accounts/${id}`)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 404]));
  });
});

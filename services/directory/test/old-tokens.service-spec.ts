// Real: the service over HTTP with its PostgreSQL, tokens of its own issuer's kind, and a second issuer whose tokens say what the test wants.
import { newId, type Role } from '@ringfleet/kernel';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { directory as card } from '../src/index.js';
import { type Answer, DirectoryClient, type View } from './support/directory-client.js';

let carrier: TestService;
let directory: DirectoryClient;
let north: View;
let harbour: View;

beforeAll(async () => {
  carrier = await startTestService(card, { logLevel: 'fatal' });
  directory = await DirectoryClient.start({ otherIssuer: `${carrier.url}/test-issuer` });
  north = await directory.make('resellers', { name: 'North Telecom' });
  harbour = await directory.make('resellers', { name: 'Harbour Voice' });
});

afterAll(async () => {
  await directory.service.stop();
  await carrier.stop();
});

const PATHS = ['me', 'me/preferences', 'customers', 'users', 'audit'];
async function answersTo(as: Who | string): Promise<(number | string)[]> {
  const answers: Answer[] = [];
  for (const path of PATHS) answers.push(await directory.get(path, as));
  return answers.map(({ status, body }) => body.code ?? status);
}
const TAKEN = PATHS.map(() => 200);
const refusedAs = (code: string): string[] => PATHS.map(() => code);

describe('a token from before', () => {
  it('is refused from the next request on where the role of its user is another (DIR-02a)', async () => {
    const { id } = await directory.make('users', { name: 'ada', role: 'administrator' });
    const as = (role: Role): Who => ({ id, role });
    expect(await answersTo(as('administrator'))).toEqual(TAKEN);
    await directory.patch(`users/${id}`, { role: 'operator' });
    expect(await answersTo(as('administrator'))).toEqual(refusedAs('token_outdated'));
    expect(await answersTo(as('operator'))).toEqual(TAKEN);
  });

  it('is refused from the next request on where its user was deleted, or its key revoked: it makes no other key (DIR-10)', async () => {
    const user = await directory.make('users', { name: 'bob', role: 'administrator' });
    const key = await directory.make('service-keys', { name: 'Billing', role: 'administrator' });
    await directory.delete(`users/${user.id}`);
    await directory.delete(`service-keys/${key.id}`);
    for (const { id } of [user, key]) {
      expect(await answersTo({ id })).toEqual(refusedAs('revoked'));
      expect((await directory.post('service-keys', { name: 'Another', role: 'administrator' }, { id })).body.code).toBe('revoked');
    }
  });

  it('of another issuer neither serves nor moves its user back, once a newer one said another reseller (DIR-03, DIR-10)', async () => {
    const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
    const tokenOf = (reseller: View, minutes: number): Promise<string> =>
      carrier.tokenFor({ id: 'ann@carrier', name: 'Ann', resellerId: reseller.id, issuedAt: minutesAgo(minutes) });
    const [first, second, moved] = await Promise.all([tokenOf(north, 5), tokenOf(north, 3), tokenOf(harbour, 1)]);
    expect(await answersTo(first)).toEqual(TAKEN);
    const { id } = (await directory.get('me', moved)).body;
    expect(await answersTo(first)).toEqual(refusedAs('token_outdated'));
    expect(await answersTo(second)).toEqual(refusedAs('token_outdated'));
    expect(await answersTo(moved)).toEqual(TAKEN);
    expect((await directory.get(`users/${id}`)).body).toMatchObject({ reseller: { id: harbour.id }, version: 2 });
    expect(await answersTo(await tokenOf(north, 0))).toEqual(TAKEN);
    expect((await directory.get(`users/${id}`)).body).toMatchObject({ reseller: { id: north.id }, version: 3 });
  });

  it('of somebody who is nobody here serves as it says', async () => {
    expect(await answersTo({ id: newId() })).toEqual(TAKEN);
  });
});

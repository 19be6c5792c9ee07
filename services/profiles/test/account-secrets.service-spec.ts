// Real: profiles with its PostgreSQL and event log; what directory says is said by the test, sealed as directory seals it.
import { create } from '@bufbuild/protobuf';
import { AccountSecretChangedSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { profiles } from '@ringfleet/profiles';
import { Sealed } from '@ringfleet/secrets';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(profiles);
});

afterAll(() => service.stop());

const purposeOf = (accountId: string): string => `account:${accountId}:sipPassword`;

async function say(accountId: string, secretVersion: number, password: string | null, deleted = false): Promise<void> {
  const sipPassword = password === null ? new Uint8Array() : new Uint8Array(Sealed.seal(service.ports.sealer, password, purposeOf(accountId)).stored());
  const message = create(AccountSecretChangedSchema, { accountId, secretVersion, sipPassword, deleted });
  await service.tell(topics.accountSecrets, [{ key: accountId, sequence: secretVersion, message }]);
}

async function rowsOf<Row extends object>(sql: string, params: readonly unknown[], url = service.database.ownerUrl): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...params])).rows;
  } finally {
    await client.end();
  }
}

/** The password kept of an account, opened; null: none; undefined: the account is not known. */
async function kept(accountId: string): Promise<string | null | undefined> {
  const [row] = await rowsOf<{ sip_password: Buffer | null }>('select sip_password from account_secrets where account_id = $1', [accountId]);
  return row?.sip_password ? Sealed.fromStored(row.sip_password).open(service.ports.sealer, purposeOf(accountId)) : row && null;
}

describe('the SIP password of an account', () => {
  it('is kept as directory said it last, sealed for its account (PRV-03)', async () => {
    const id = newId();
    await say(id, 1, 'first secret');
    await say(id, 2, 'second secret');
    expect(await kept(id)).toBe('second secret');
    const [row] = await rowsOf<{ sip_password: Buffer }>('select sip_password from account_secrets where account_id = $1', [id]);
    expect(row?.sip_password.includes('second secret')).toBe(false);
  });

  it('is not taken back by a record that comes late or twice (EVT-01)', async () => {
    const id = newId();
    await say(id, 3, 'new');
    await say(id, 2, 'old');
    await say(id, 3, 'new');
    expect(await kept(id)).toBe('new');
  });

  it('is gone when it was cleared, and when its account was deleted, and does not come back', async () => {
    const id = newId();
    await say(id, 1, 'secret');
    await say(id, 2, null);
    expect(await kept(id)).toBeNull();
    await say(id, 3, 'again');
    await say(id, 4, null, true);
    await service.tell(topics.accountSecrets, [{ key: id, sequence: 5, message: null }]);
    await say(id, 3, 'again');
    expect(await kept(id)).toBeNull();
  });

  it('ends with a tombstone alone too, which may be all that is left on the topic', async () => {
    const id = newId();
    await say(id, 1, 'secret');
    await service.tell(topics.accountSecrets, [{ key: id, sequence: 3, message: null }]);
    expect(await kept(id)).toBeNull();
  });

  it('is seen by no scope but that of the system (DIR-03)', async () => {
    await say(newId(), 1, 'secret');
    const seen = await rowsOf<{ n: number }>(
      `with scope as (select set_config('rf.scope', 'reseller', true), set_config('rf.reseller', $1, true)) select count(a.*)::int as n from scope, account_secrets a`,
      [newId()],
      service.database.appUrl,
    );
    expect(seen).toEqual([{ n: 0 }]);
  });
});

// Devices with everything that their phones need, written straight into the tables of profiles: each its own address, login and line.
import { newId } from '@ringfleet/kernel';
import type { Sealer } from '@ringfleet/secrets';
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { CrowdPhone } from './phone-crowd.ts';

const AT_ONCE = 5_000;
const LOT = 0x001565000000;

/** A profile of the demo data, and the model that it is for. */
interface Target {
  readonly profileId: string;
  readonly modelId: string;
}

interface MadePhone extends CrowdPhone {
  readonly id: string;
  readonly accountId: string;
  readonly key: string;
}

/** Makes so many devices of one customer, with a profile of a name. */
export async function makePhones(
  ownerUrl: string,
  sealer: Sealer,
  count: number,
  profileName: string,
): Promise<{ readonly target: Target; readonly phones: CrowdPhone[] }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`select set_config('rf.scope', 'system', false)`);
    const { rows } = await client.query<Target>(
      `select p.id as "profileId", m.id as "modelId" from profiles p join models m on m.id = any(p.model_ids) where p.name = $1 and p.published_number is not null limit 1`,
      [profileName],
    );
    const [target] = rows;
    if (!target) throw new Error(`There is no published profile ${profileName}.`);
    const customerId = newId();
    const phones: CrowdPhone[] = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const made = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => phoneOf(from + at));
      await write(client, sealer, { made, customerId, ...target });
      phones.push(...made.map(({ path, mac, sipUsername, username, password }) => ({ path, mac, sipUsername, username, password })));
    }
    await client.query('vacuum analyze devices, accounts, account_secrets, device_secrets, provisioning_keys');
    return { target, phones };
  } finally {
    await client.end();
  }
}

function phoneOf(n: number): MadePhone {
  const mac = (LOT + n).toString(16).padStart(12, '0');
  const key = randomBytes(16).toString('hex');
  return {
    id: newId(),
    accountId: newId(),
    key,
    mac,
    path: `/p/${key}/${mac}.cfg`,
    sipUsername: String(15_550_000_000 + n),
    username: `phone${n}`,
    password: randomBytes(12).toString('hex'),
  };
}

interface Lot extends Target {
  readonly made: readonly MadePhone[];
  readonly customerId: string;
}

async function write(client: pg.Client, sealer: Sealer, { made, customerId, profileId, modelId }: Lot): Promise<void> {
  const ids = made.map(({ id }) => id);
  const accountIds = made.map(({ accountId }) => accountId);
  const macs = made.map(({ mac }) => mac.toUpperCase());
  const sealed = (text: (phone: MadePhone) => string, purpose: (phone: MadePhone) => string): Buffer[] =>
    made.map((phone) => Buffer.from(sealer.seal(text(phone), purpose(phone))));
  await client.query(
    `insert into accounts (id, customer_id, number, sip_username, sequence) select id, $2, name, name, 1 from unnest($1::uuid[], $3::text[]) as a (id, name)`,
    [accountIds, customerId, made.map(({ sipUsername }) => sipUsername)],
  );
  await client.query(`insert into account_secrets (account_id, sip_password, sequence) select *, 1 from unnest($1::uuid[], $2::bytea[])`, [
    accountIds,
    sealed(
      () => randomBytes(12).toString('hex'),
      ({ accountId }) => `account:${accountId}:sipPassword`,
    ),
  ]);
  await client.query(
    `insert into devices (id, name, model_id, mac, shared, customer_id, profile_id, accept_data, retired, total_ports, lines, secret_version, held_since, sequence)
     select id, 'Phone ' || mac, $4, mac, false, $5, $6, false, false, 2, jsonb_build_array(jsonb_build_object('port', 0, 'accountId', account)), 1, now(), 1
     from unnest($1::uuid[], $2::text[], $3::uuid[]) as d (id, mac, account)`,
    [ids, macs, accountIds, modelId, customerId, profileId],
  );
  await client.query(
    `insert into device_secrets (device_id, http_username, http_password, said_at, sequence) select *, now(), 1 from unnest($1::uuid[], $2::bytea[], $3::bytea[])`,
    [
      ids,
      sealed(
        ({ username }) => username,
        ({ id }) => `device:${id}:httpUsername`,
      ),
      sealed(
        ({ password }) => password,
        ({ id }) => `device:${id}:httpPassword`,
      ),
    ],
  );
  await client.query(
    `insert into provisioning_keys (device_id, hash, sealed, made_at, customer_id) select *, now(), $4 from unnest($1::uuid[], $2::text[], $3::bytea[])`,
    [
      ids,
      made.map(({ key }) => createHash('sha256').update(key).digest('base64url')),
      sealed(
        ({ key }) => key,
        ({ id }) => `device:${id}:provisioningKey`,
      ),
      customerId,
    ],
  );
}

import type { Database } from '@ringfleet/persistence';
import type { Phone } from '../sign-in/find-phone.js';
import { type MadeFile, MAKER } from './make-file.js';

/** A file that a phone asks for; its name in lower case. */
export interface WantedFile {
  readonly phone: Phone;
  readonly file: string;
  /** Which the phone takes. */
  readonly coding: MadeFile['coding'];
}

/** What the file is made of now, and the bytes that were made of just that. */
export interface FoundGiven {
  /** SHA-256 over the numbers of everything that a file is made of: another where anything of it changes, and never the same again. */
  readonly madeOf: Uint8Array;
  readonly given: KeptFile | undefined;
}

export interface KeptFile extends Omit<MadeFile, 'content'> {
  readonly id: string;
  /** Whose template made it, and of which version. */
  readonly profileId: string;
  readonly profileVersion: number;
  /** Sealed. */
  readonly content: Uint8Array;
}

type Row = Omit<KeptFile, 'id'> & { readonly place: number; readonly madeOf: Uint8Array; readonly id: string | null };

/** In the order in which they were asked for; undefined where the device has no configuration. @param url where phones reach us */
export async function findGivens(database: Database, asked: readonly WantedFile[], url: string): Promise<(FoundGiven | undefined)[]> {
  const params = [
    asked.map(({ phone }) => phone.id),
    asked.map(({ file }) => file),
    asked.map(({ phone }) => phone.managedBy),
    asked.map(({ phone }) => phone.customerId),
    asked.map(({ coding }) => coding),
    `${MAKER} ${url}`,
  ];
  const rows = await database.readAsSystem<Row>({ sql: GIVENS, params });
  const found = new Map(rows.map((row) => [row.place, row]));
  return asked.map((_, at) => {
    const row = found.get(at + 1);
    if (!row) return undefined;
    const { id, madeOf, hash, type, coding, profileId, profileVersion, content } = row;
    return { madeOf, given: id === null ? undefined : { id, hash, type, coding, profileId, profileVersion, content } };
  });
}

// Numbers only grow, those of profiles with each setting and each publishing; so what was made of earlier ones is never taken for new (deploy/docs/decisions/rendered-files.md).
// The conditions are those of `loadConfigs`. `offset 0`: each is looked up by its key; PostgreSQL takes a JSON array for a hundred lines and
// does not know how few rows pass the policies, and would read whole tables for each set.
const GIVENS = `
with recursive phone as materialized (
  select asked.place, asked.file, asked.coding, d.id, d.sequence, d.profile_id, d.lines, d.customer_id, m.id as model_id, m.sequence as model, s.sequence as secrets, k.hash as key
  from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[]) with ordinality as asked (device_id, file, managed_by, customer_id, coding, place)
    cross join lateral (select * from devices where id = asked.device_id and deleted_at is null offset 0) d
    join models m on m.id = d.model_id and m.deleted_at is null
    cross join lateral (select sequence from device_secrets where device_id = d.id and sequence = d.secret_version offset 0) s
    cross join lateral (select hash from provisioning_keys where device_id = d.id offset 0) k
  where d.managed_by is not distinct from asked.managed_by and d.customer_id is not distinct from asked.customer_id
), line as (
  select p.id as own, p.parent_id, p.id || ':' || p.version as said, 1 as layers from profiles p where p.id in (select profile_id from phone)
  union all
  select line.own, p.parent_id, line.said || ' ' || p.id || ':' || p.version, line.layers + 1 from line join profiles p on p.id = line.parent_id where line.layers < 10
), made as materialized (
  select phone.place, phone.id, phone.file,
    sha256(convert_to(concat_ws(' ', $6::text, coalesce(phone.coding, ''), phone.id, phone.sequence, phone.secrets, phone.key, phone.model_id, phone.model, line.said, (
      select string_agg(concat_ws(':', l.port, a.id, a.sequence, s.sequence), ' ' order by l.port, a.id)
      from jsonb_to_recordset(phone.lines) as l (port integer, "accountId" uuid) cross join lateral (
          select id, sequence from accounts where id = l."accountId" and deleted_at is null and customer_id = phone.customer_id offset 0
        ) a left join account_secrets s on s.account_id = a.id
    )), 'UTF8')) as made_of
  from phone join line on line.own = phone.profile_id and line.parent_id is null
)
select made.place::int as place, made.made_of as "madeOf", g.id, g.hash, g.type, g.coding, g.content, g.profile_id as "profileId", g.profile_version as "profileVersion"
from made left join lateral (
  select * from given_configs where device_id = made.id and file = made.file and made_of = made.made_of and content is not null offset 0
) g on true`;

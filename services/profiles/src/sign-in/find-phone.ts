import type { Database } from '@ringfleet/persistence';
import { Sealed, type Sealer } from '@ringfleet/secrets';
import { randomUUID } from 'node:crypto';
import type { Login } from './login.js';

/** Whose a device was when its phone came. */
export interface Holder {
  readonly managedBy: string | null;
  readonly customerId: string | null;
  readonly customerResellerId: string | null;
}

/** The device that an address belongs to. */
export interface Phone extends Holder {
  readonly id: string;
  readonly acceptsData: boolean;
  /** In lower case: 001565aabbcc */
  readonly mac: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  /** It has an ASCII/AES key: what it gets is encrypted, or it gets nothing. */
  readonly hasKey: boolean;
  /** What the copies know of the device and of its secrets is of the same moment. */
  readonly isWhole: boolean;
  readonly httpUsername: Uint8Array | null;
  readonly httpPassword: Uint8Array | null;
  readonly previousUsername: Uint8Array | null;
  readonly previousPassword: Uint8Array | null;
  readonly oldestUsername: Uint8Array | null;
  readonly oldestPassword: Uint8Array | null;
}

/** The phones of the keys that serve now (PRV-04), in their order. What is retired gets nothing (INV-17). */
export async function findPhones(
  database: Database,
  keyHashes: readonly string[],
  { now, overlapMs }: { readonly now: Date; readonly overlapMs: number },
): Promise<(Phone | undefined)[]> {
  const params = [keyHashes, now, new Date(now.getTime() - overlapMs)];
  const rows = await database.readAsSystem<Phone & { readonly place: number }>({ sql: PHONES, params });
  const phones = new Map(rows.map(({ place, ...phone }) => [place, phone]));
  return keyHashes.map((_, at) => phones.get(at + 1));
}

// `offset 0`: each is looked up by its key; PostgreSQL, which does not know how few pass the policies, would read all devices for each set.
// PRV-13: what the phone had before serves beside the new, unless the device went to somebody else meanwhile, who must not be reached with it.
const PHONES = `
select asked.place::int as place, d.id, d.managed_by as "managedBy", d.customer_id as "customerId", d.customer_reseller_id as "customerResellerId",
  d.accept_data as "acceptsData", lower(d.mac) as mac, m.vendor, m.name as model, s.ascii_key is not null as "hasKey",
  s.sequence is not distinct from nullif(d.secret_version, 0) as "isWhole",
  s.http_username as "httpUsername", s.http_password as "httpPassword",
  case when s.said_at > serves_from then s.previous_username end as "previousUsername", case when s.said_at > serves_from then s.previous_password end as "previousPassword",
  case when s.oldest_replaced_at > serves_from then s.oldest_username end as "oldestUsername",
  case when s.oldest_replaced_at > serves_from then s.oldest_password end as "oldestPassword"
from unnest($1::text[]) with ordinality as asked (hash, place)
  cross join lateral (
    select device_id from provisioning_keys where hash = asked.hash
    union all select device_id from provisioning_keys where previous_hash = asked.hash and previous_until > $2
  ) k
  cross join lateral (select * from devices where id = k.device_id offset 0) d
  left join models m on m.id = d.model_id
  left join lateral (select * from device_secrets where device_id = d.id and deleted_at is null offset 0) s on true,
  lateral (select greatest($3, d.held_since) as serves_from) as o
where d.deleted_at is null and not d.retired`;

/** What the phone may sign in with, always three: where there is less, nobody knows the rest. */
export function loginsOf(phone: Phone, sealer: Sealer): readonly [Login, Login, Login] {
  const open = (sealed: Uint8Array | null, name: string): string =>
    sealed === null ? randomUUID() : Sealed.fromStored(sealed).open(sealer, `device:${phone.id}:${name}`);
  return [
    { username: open(phone.httpUsername, 'httpUsername'), password: open(phone.httpPassword, 'httpPassword') },
    { username: open(phone.previousUsername, 'httpUsername'), password: open(phone.previousPassword, 'httpPassword') },
    { username: open(phone.oldestUsername, 'httpUsername'), password: open(phone.oldestPassword, 'httpPassword') },
  ];
}

/** Stands for the phone of an unknown key, so that it is looked at as long as a known one. */
export function nobody(sealer: Sealer): Phone {
  const id = randomUUID();
  const seal = (name: string): Uint8Array => Sealed.seal(sealer, randomUUID(), `device:${id}:${name}`).stored();
  const login = { httpUsername: seal('httpUsername'), httpPassword: seal('httpPassword') };
  const none = { previousUsername: null, previousPassword: null, oldestUsername: null, oldestPassword: null };
  const ofNobody = { managedBy: null, customerId: null, customerResellerId: null };
  return { id, acceptsData: false, mac: null, vendor: null, model: null, hasKey: false, isWhole: true, ...login, ...none, ...ofNobody };
}

import type { Tx } from '@ringfleet/persistence';
import type { Sealer } from '@ringfleet/secrets';
import { newKey } from './provisioning-key.js';

/** Gives a key to each device that has none or goes to somebody else: who had it knows the old one, which ends at once (INV-05). */
export async function makeKeys(tx: Tx, deviceIds: readonly string[], { sealer, now }: { readonly sealer: Sealer; readonly now: Date }): Promise<void> {
  await tx.query(MEET, [deviceIds]);
  const wanting = await tx.query<{ id: string }>(WANTING, [deviceIds]);
  if (wanting.length === 0) return;
  const ids = wanting.map(({ id }) => id);
  const keys = ids.map((id) => newKey(id, sealer));
  await tx.query(MAKE, [ids, keys.map(({ hash }) => hash), keys.map(({ sealed }) => sealed), now]);
}

// Made in the warehouse, it goes with the phone to whoever is first to have it.
const MEET = `
update provisioning_keys k set managed_by = coalesce(k.managed_by, d.managed_by), customer_id = coalesce(k.customer_id, d.customer_id)
from devices d
where d.id = k.device_id and d.id = any($1::uuid[])
  and (k.managed_by is null and d.managed_by is not null or k.customer_id is null and d.customer_id is not null)`;

const WANTING = `
select d.id from devices d left join provisioning_keys k on k.device_id = d.id
where d.id = any($1::uuid[]) and d.deleted_at is null and (k.device_id is null
  or k.managed_by is distinct from d.managed_by or k.customer_id is distinct from d.customer_id)
order by d.id`;

const MAKE = `
insert into provisioning_keys (device_id, hash, sealed, made_at, managed_by, customer_id)
select made.id, made.hash, made.sealed, $4, d.managed_by, d.customer_id
from unnest($1::uuid[], $2::text[], $3::bytea[]) as made (id, hash, sealed) join devices d on d.id = made.id
on conflict (device_id) do update set hash = excluded.hash, sealed = excluded.sealed, made_at = excluded.made_at, previous_hash = null, previous_until = null,
  managed_by = excluded.managed_by, customer_id = excluded.customer_id`;

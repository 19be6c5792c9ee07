import { newId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { Sealer } from '@ringfleet/secrets';
import type { ConfigInputs } from './config-inputs.js';
import type { Phone } from './find-phone.js';

/** A file as it was given. */
export interface Given {
  readonly file: string;
  readonly hash: string;
  readonly inputs: ConfigInputs;
  readonly at: Date;
}

const MOST_KEPT = 20;

export const inputsPurpose = (id: string): string => `given-config:${id}`;

/** Keeps of what a file was made, once for each that differs (PRV-11), and the last of them alone. */
export async function keepGiven(tx: Tx, phone: Phone, { file, hash, inputs, at }: Given, sealer: Sealer): Promise<void> {
  const known = await tx.query('update given_configs set last_at = $4 where device_id = $1 and file = $2 and hash = $3 returning id', [
    phone.id,
    file,
    hash,
    at,
  ]);
  if (known.length > 0) return;
  const id = newId();
  const sealed = Buffer.from(sealer.seal(JSON.stringify(inputs), inputsPurpose(id)));
  const { profileId, name, number } = inputs.template;
  await tx.query(KEEP, [
    id,
    phone.id,
    file,
    hash,
    profileId,
    name,
    number,
    inputs.asciiKey !== null,
    sealed,
    at,
    phone.managedBy,
    phone.customerId,
    phone.customerResellerId,
  ]);
  await tx.query(FORGET, [phone.id, MOST_KEPT]);
}

const KEEP = `
insert into given_configs (id, device_id, file, hash, profile_id, profile_name, profile_version, encrypted, inputs, first_at, last_at, managed_by, customer_id, customer_reseller_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13)`;

const FORGET = `
delete from given_configs where id in (select id from given_configs where device_id = $1 order by last_at desc, id desc offset $2)`;

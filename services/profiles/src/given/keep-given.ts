import { newId } from '@ringfleet/kernel';
import type { SqlTx } from '@ringfleet/persistence';
import type { Sealer } from '@ringfleet/secrets';
import type { Holder } from '../sign-in/find-phone.js';
import type { ConfigInputs } from './config-inputs.js';
import type { MadeFile } from './make-file.js';

/** A file as it was given. */
export interface Given {
  readonly phone: Holder & { readonly id: string };
  readonly file: string;
  readonly made: MadeFile;
  readonly inputs: ConfigInputs;
  /** What it was made of, in short (`FindGiven`); null where nobody can say. */
  readonly madeOf: Uint8Array | null;
  readonly at: Date;
}

/** Of each file. */
const MOST_KEPT = 20;
/** Of all files of a device: names come and go. */
const MOST_OF_DEVICE = 400;

export const inputsPurpose = (id: string): string => `given-config:${id}`;
export const contentPurpose = (deviceId: string, file: string, hash: string): string => `given-file:${deviceId}/${file}/${hash}`;

/**
 * Keeps of what files were made, once for each that differs (PRV-11), and the last of them alone; and of each file the last bytes, sealed, so that they need not be made again. Needs the turns of the
 * devices.
 */
export async function keepGivens(tx: SqlTx, givens: readonly Given[], sealer: Sealer): Promise<void> {
  if (givens.length === 0) return;
  const different = new Map(givens.map((given) => [`${given.phone.id}/${given.file}/${given.made.hash}`, given]));
  const rows = [...different.values()].map((given) => rowOf(given, sealer));
  const last = [...new Map(givens.map((given) => [`${given.phone.id}/${given.file}`, given])).values()];
  const ids = last.map(({ phone }) => phone.id);
  await Promise.all([
    tx.query(KEEP, [JSON.stringify(rows)]),
    tx.query(FORGET_BYTES, [ids, last.map(({ file }) => file), last.map(({ made }) => made.hash)]),
    tx.query(FORGET, [ids, MOST_KEPT, MOST_OF_DEVICE]),
  ]);
}

/** The same was given again. */
export async function keepGivenAgain(tx: SqlTx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length > 0) await tx.query('update given_configs set last_at = greatest(last_at, $2) where id = any($1::uuid[])', [ids, at]);
}

function rowOf({ phone, file, made, inputs, madeOf, at }: Given, sealer: Sealer): Readonly<Record<string, unknown>> {
  const id = newId();
  const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`; // as bytea is written
  return {
    id,
    device_id: phone.id,
    file,
    hash: made.hash,
    profile_id: inputs.template.profileId,
    profile_name: inputs.template.name,
    profile_version: inputs.template.number,
    encrypted: inputs.asciiKey !== null,
    inputs: hex(sealer.seal(JSON.stringify(inputs), inputsPurpose(id))),
    first_at: at,
    last_at: at,
    managed_by: phone.managedBy,
    customer_id: phone.customerId,
    customer_reseller_id: phone.customerResellerId,
    type: made.type,
    coding: made.coding,
    content: hex(sealer.seal(made.content.toString('latin1'), contentPurpose(phone.id, file, made.hash))),
    made_of: madeOf && hex(madeOf),
  };
}

const COLUMNS = `id, device_id, file, hash, profile_id, profile_name, profile_version, encrypted, inputs, first_at, last_at, managed_by, customer_id, customer_reseller_id,
  type, coding, content, made_of`;
// The same bytes may be made of something else: it is explained by that from then on, sealed for its new id.
const KEEP = `
insert into given_configs (${COLUMNS}) select ${COLUMNS} from json_populate_recordset(null::given_configs, $1::json)
on conflict (device_id, file, hash) do update set id = excluded.id, profile_id = excluded.profile_id, profile_name = excluded.profile_name,
  profile_version = excluded.profile_version, inputs = excluded.inputs, last_at = excluded.last_at, type = excluded.type, coding = excluded.coding,
  content = excluded.content, made_of = excluded.made_of`;

const FORGET_BYTES = `
update given_configs g set type = null, coding = null, content = null, made_of = null
from unnest($1::uuid[], $2::text[], $3::text[]) as kept (device_id, file, hash)
where g.device_id = kept.device_id and g.file = kept.file and g.hash <> kept.hash and g.content is not null`;

const FORGET = `
delete from given_configs where id in (
  select id from (
    select id, row_number() over (partition by device_id, file order by last_at desc, id desc) as of_file,
      row_number() over (partition by device_id order by last_at desc, id desc) as of_device
    from given_configs where device_id = any($1::uuid[])
  ) as kept where of_file > $2 or of_device > $3)`;

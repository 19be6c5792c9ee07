import type { Tx } from '@ringfleet/persistence';

/** What inventory said of a device's secrets, with its number; the newer number wins. Each is sealed, null where the device has none. */
export interface DeviceSecretsSaid {
  readonly deviceId: string;
  readonly sequence: bigint;
  readonly saidAt: Date;
  readonly secret: Uint8Array | null;
  readonly httpUsername: Uint8Array | null;
  readonly httpPassword: Uint8Array | null;
  readonly asciiKey: Uint8Array | null;
  readonly isDeleted: boolean;
}

// As long as a record stays on its topic, and may come again (design.md §5).
const KEPT = `interval '7 days'`;

/**
 * Writes the secrets, of each device once, where they are newer than those kept, what phones signed in with until then beside them (PRV-13); forgets devices that are gone for long.
 */
export async function keepDeviceSecrets(
  tx: Tx,
  said: readonly DeviceSecretsSaid[],
  { now, overlapMs }: { readonly now: Date; readonly overlapMs: number },
): Promise<void> {
  const sorted = said.toSorted((one, other) => (one.deviceId < other.deviceId ? -1 : 1));
  const bytes = (of: (one: DeviceSecretsSaid) => Uint8Array | null): (Buffer | null)[] =>
    sorted.map((one) => {
      const sealed = of(one);
      return sealed && Buffer.from(sealed);
    });
  await tx.query(KEEP, [
    sorted.map(({ deviceId }) => deviceId),
    sorted.map(({ sequence }) => sequence.toString()),
    sorted.map(({ saidAt }) => saidAt),
    bytes(({ secret }) => secret),
    bytes(({ httpUsername }) => httpUsername),
    bytes(({ httpPassword }) => httpPassword),
    bytes(({ asciiKey }) => asciiKey),
    sorted.map(({ isDeleted }) => (isDeleted ? now : null)),
    `${overlapMs} milliseconds`,
  ]);
  await tx.query(`delete from device_secrets where deleted_at < $1::timestamptz - ${KEPT}`, [now]);
}

// A secret that was not changed keeps its sealed bytes. Where a number between is missing, what was before it may have been somebody else's: nothing is kept beside.
const CHANGED = '(kept.http_username, kept.http_password) is distinct from (excluded.http_username, excluded.http_password)';
const STILL_KNOWN = `excluded.sequence = kept.sequence + 1 and excluded.http_password is not null`;
const previous = (column: string, kept: string): string =>
  `${column} = case when not (${STILL_KNOWN}) then null when ${CHANGED} then kept.${kept} else kept.${column} end`;

// As find-phone judges them: one whose time is over, or that was of another holder, takes no other's place.
const SERVES_FROM = 'greatest(excluded.said_at - $9::interval, (select held_since from devices where id = kept.device_id))';
const serves = (login: 'oldest' | 'previous', replacedAt: string): string =>
  `kept.${login}_username is not null and kept.${login}_password is not null and kept.${replacedAt} > ${SERVES_FROM}`;
// Of several changes a phone that has fetched nothing meanwhile knows but the first login, so those in between give way.
const oldest = (column: string, previously: string): string =>
  `${column} = case when not (${STILL_KNOWN}) then null when not (${CHANGED}) or (${serves('oldest', 'oldest_replaced_at')}) then kept.${column}
    when ${serves('previous', 'said_at')} then kept.${previously} end`;

const KEEP = `
insert into device_secrets as kept (device_id, sequence, said_at, secret, http_username, http_password, ascii_key, deleted_at)
select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::timestamptz[])
on conflict (device_id) do update set
  ${oldest('oldest_username', 'previous_username')},
  ${oldest('oldest_password', 'previous_password')},
  ${oldest('oldest_replaced_at', 'said_at')},
  ${previous('previous_username', 'http_username')},
  ${previous('previous_password', 'http_password')},
  said_at = case when ${CHANGED} then excluded.said_at else kept.said_at end,
  sequence = excluded.sequence, secret = excluded.secret, http_username = excluded.http_username, http_password = excluded.http_password,
  ascii_key = excluded.ascii_key, deleted_at = excluded.deleted_at
where excluded.sequence > kept.sequence`;

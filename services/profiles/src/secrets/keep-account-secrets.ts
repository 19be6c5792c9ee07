import type { Tx } from '@ringfleet/persistence';

/** What directory said of an account's SIP password, with its number; the newer number wins. */
export interface AccountSecret {
  readonly accountId: string;
  readonly sequence: bigint;
  /** Sealed; null where there is none any more. */
  readonly sipPassword: Uint8Array | null;
  readonly isDeleted: boolean;
}

// As long as a record stays on its topic, and may come again (design.md §5).
const KEPT = `interval '7 days'`;

/** Writes the secrets where they are newer than those kept, and forgets accounts that are gone for long. */
export async function keepAccountSecrets(tx: Tx, secrets: readonly AccountSecret[], now: Date): Promise<void> {
  const sorted = secrets.toSorted((one, other) => (one.accountId < other.accountId ? -1 : 1));
  await tx.query(
    `insert into account_secrets as kept (account_id, sip_password, sequence, deleted_at)
     select id, password, sequence, case when deleted then $5::timestamptz end
     from unnest($1::uuid[], $2::bytea[], $3::bigint[], $4::boolean[]) as said (id, password, sequence, deleted)
     on conflict (account_id) do update set sip_password = excluded.sip_password, sequence = excluded.sequence, deleted_at = excluded.deleted_at
     where excluded.sequence > kept.sequence`,
    [
      sorted.map(({ accountId }) => accountId),
      sorted.map(({ sipPassword }) => (sipPassword === null ? null : Buffer.from(sipPassword))),
      sorted.map(({ sequence }) => sequence.toString()),
      sorted.map(({ isDeleted }) => isDeleted),
      now,
    ],
  );
  await tx.query(`delete from account_secrets where deleted_at < $1::timestamptz - ${KEPT}`, [now]);
}

import type { Tx } from '@ringfleet/persistence';
import { type Ended, publishOutcomes } from './operation.events.js';

const REVOKED = `
select id from operations
where state = 'running' and finished_at is null and by_id in (select id::text from users where deleted_at is not null)
order by id for update skip locked`;

/** Cancels what users and keys began that were deleted or revoked since (design.md §6), as imports are. */
export async function cancelRevoked(tx: Tx, now: Date): Promise<void> {
  for (const { id } of await tx.query<{ id: string }>(REVOKED)) await cancel(tx, id, now);
}

/** An operation under way that the transaction has locked. */
export async function cancel(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query(`update operations set state = 'cancelling' where id = $1`, [id]);
  await publishOutcomes(tx, await tx.query<Ended>(CANCEL, [id, now]), now);
}

const CANCEL = `
update operation_devices set outcome = 'cancelled', ended_at = $2 where operation_id = $1 and outcome = 'waiting'
returning operation_id as "operationId", device_id as "deviceId", outcome, code`;

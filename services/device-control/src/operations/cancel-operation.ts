import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type OperationView, operationView } from './operation.js';
import { type Ended, publishOutcomes } from './operation.events.js';
import { countsOf, findOperation } from './read-operations.js';
import { RunOperations } from './run-operations.js';

/** Stops an operation: no phone is told any more; what was told is waited for. */
@Injectable()
export class CancelOperation {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(RunOperations) private readonly running: RunOperations,
  ) {}

  /** Asking again is harmless. Throws `Refused` 404, and 409 `operation_finished`. */
  async execute({ scope }: Caller, id: string): Promise<OperationView> {
    const view = await this.database.transaction(scope, async (tx) => {
      const record = await findOperation(tx, id, 'for update');
      if (record.state === 'finished') throw new Refused(409, 'operation_finished', 'The operation is finished already; there is nothing left to cancel.');
      if (record.state !== 'running') return operationView(record, await countsOf(tx, id));
      await cancel(tx, id, this.ports.clock());
      return operationView({ ...record, state: 'cancelling' }, await countsOf(tx, id));
    });
    this.running.wake();
    return view;
  }
}

const REVOKED = `
select id from operations
where state = 'running' and finished_at is null and by_id in (select id::text from users where deleted_at is not null)
order by id for update skip locked`;

/** Cancels what users and keys began that were deleted or revoked since (design.md §6), as imports are. */
export async function cancelRevoked(tx: Tx, now: Date): Promise<void> {
  for (const { id } of await tx.query<{ id: string }>(REVOKED)) await cancel(tx, id, now);
}

/** An operation under way that the transaction has locked. */
async function cancel(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.query(`update operations set state = 'cancelling' where id = $1`, [id]);
  await publishOutcomes(tx, await tx.query<Ended>(CANCEL, [id, now]), now);
}

const CANCEL = `
update operation_devices set outcome = 'cancelled', ended_at = $2 where operation_id = $1 and outcome = 'waiting'
returning operation_id as "operationId", device_id as "deviceId", outcome, code`;

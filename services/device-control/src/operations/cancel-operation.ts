import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { cancel } from './cancel-revoked.js';
import { type OperationView, operationView } from './operation.js';
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

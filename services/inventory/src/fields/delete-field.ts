import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { fieldGoneRecords } from './custom-field.events.js';
import { lockField } from './lock-field.js';

const COUNTED_TO = 10_000;

export interface FieldToDelete {
  readonly id: string;
  readonly ifMatch: string | undefined;
  /** Although devices have values of it. */
  readonly withValues: boolean;
}

/** A field is deleted: it is shown nowhere any more but in the history of devices. deploy/docs/decisions/custom-fields.md */
@Injectable()
export class DeleteField {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Throws `Refused` 403, 404, 412, 428; 409 `field_in_use` where devices have values of it and that was not said to be known. */
  execute(caller: Caller, { id, ifMatch, withValues }: FieldToDelete): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const field = await lockField(tx, caller, id);
      requireIfMatch(ifMatch, field.version);
      const counted = 'select count(*)::int as devices from (select from custom_values where field_id = $1 limit $2) used';
      const [row] = withValues ? [] : await tx.query<{ devices: number }>(counted, [id, COUNTED_TO + 1]);
      if (row && row.devices > 0) throw inUse(row.devices);
      const at = this.ports.clock();
      await tx.query('update custom_fields set deleted_at = $2 where id = $1', [id, at]);
      await tx.publish(fieldGoneRecords(field, { by: caller, at }));
    });
  }
}

function inUse(devices: number): Refused {
  const many = devices > COUNTED_TO ? `More than ${COUNTED_TO}` : String(devices);
  return new Refused(409, 'field_in_use', `${many} devices have a value of the field. Empty them, or delete the field with withValues=true.`);
}

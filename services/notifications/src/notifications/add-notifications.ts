import { Inject, Injectable } from '@nestjs/common';
import { newId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { announce } from '@ringfleet/service-kit';
import type { NewNotification } from './notification.js';

/** The channel on which the instances hear that somebody got a notification, by the recipient's id. */
export const ARRIVED = 'notification_arrived';

const ONE_AT_A_TIME = 7_264_101; // any number that is the same in every instance

/** Stores notifications, each once, and tells every instance whom they are for as soon as they are committed. */
@Injectable()
export class AddNotifications {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(added: readonly NewNotification[]): Promise<void> {
    if (added.length === 0) return;
    await this.database.transaction(SYSTEM, async (tx) => {
      // Held until the commit, so that a smaller number is never seen after a larger one.
      await tx.query('select pg_advisory_xact_lock($1)', [ONE_AT_A_TIME]);
      const stored = await tx.query<{ recipient_id: string }>(INSERT, [JSON.stringify(added.map(rowOf))]);
      await announce(
        tx,
        ARRIVED,
        stored.map(({ recipient_id: id }) => id),
      );
    });
  }
}

const COLUMNS = 'id, recipient_id, reseller_id, customer_id, kind, subject_id, title, data, created_at';
const INSERT = `
insert into notifications (${COLUMNS})
select ${COLUMNS} from jsonb_populate_recordset(null::notifications, $1::jsonb)
on conflict (subject_id, kind, recipient_id) do nothing
returning recipient_id`;

const rowOf = ({ recipient, kind, subjectId, title, data, createdAt }: NewNotification): Record<string, unknown> => ({
  id: newId(),
  recipient_id: recipient.id,
  reseller_id: recipient.resellerId,
  customer_id: recipient.customerId,
  kind,
  subject_id: subjectId,
  title,
  data,
  created_at: createdAt,
});

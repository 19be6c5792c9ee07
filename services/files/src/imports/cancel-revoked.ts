import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@ringfleet/persistence';
import { CancelImport } from './cancel-import.js';
import { IMPORT_FIELDS, type ImportSummary } from './import-record.js';

const REVOKED = `
select ${IMPORT_FIELDS} from imports
where state in ('accepted', 'scanning', 'running') and by_id in (select id::text from users where deleted_at is not null)
order by id for update skip locked`;

/** Cancels what users and keys began that were deleted or revoked since (design.md §6). Asked of the tables before chunks are sent: nothing hangs on the order in which it came about. */
@Injectable()
export class CancelRevoked {
  constructor(@Inject(CancelImport) private readonly cancel: CancelImport) {}

  async execute(tx: Tx): Promise<void> {
    for (const record of await tx.query<ImportSummary>(REVOKED)) await this.cancel.cancel(tx, record);
  }
}

import type { Tx } from '@ringfleet/persistence';
import { Sealed, type Sealer } from '@ringfleet/secrets';
import { TO_REFER } from '../records/found.js';
import { unknownReference } from '../records/refer.js';
import { Site } from '../sites/site.js';

/** The site meant, null for none; one of another customer is unknown. */
export async function siteOfCustomer(tx: Tx, customerId: string, siteId: string | null | undefined): Promise<string | null> {
  if (!siteId) return null;
  if (!(await tx.em.findOne(Site, { id: siteId, customerId }, TO_REFER))) throw unknownReference('siteId', 'unknown_site');
  return siteId;
}

/** For its reader, whose event carries the same bytes (proto/ringfleet/directory/v1/account.proto). */
export const sealSipPassword = (sealer: Sealer, accountId: string, password: string | null | undefined): Sealed | null =>
  password ? Sealed.seal(sealer, password, `account:${accountId}:sipPassword`) : null;

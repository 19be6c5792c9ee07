import type { Tx } from '@ringfleet/persistence';
import { TO_REFER } from '../records/found.js';
import { unknownReference } from '../records/refer.js';
import { Site } from '../sites/site.js';

/** The site meant, null for none; one of another customer is unknown. */
export async function siteOfCustomer(tx: Tx, customerId: string, siteId: string | null | undefined): Promise<string | null> {
  if (!siteId) return null;
  if (!(await tx.em.findOne(Site, { id: siteId, customerId, closingSince: null }, TO_REFER))) throw unknownReference('siteId', 'unknown_site');
  return siteId;
}

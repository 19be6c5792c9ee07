import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import type { Site } from './site.js';

export const siteState = ({ id, name, customerId, resellerId, approvedModelIds }: Site, change?: Change): TenantChanged =>
  create(TenantChangedSchema, {
    id,
    name,
    tenant: { case: 'site', value: { customerId, resellerId: resellerId ?? '', approvedModelIds: [...approvedModelIds] } },
    change,
  });

export function siteCreated(site: Site, author: Author): OutgoingRecord {
  const fields = ['name', 'customerId', ...(site.approvedModelIds.length > 0 ? ['approvedModelIds'] : [])];
  return toRecord({
    topic: topics.tenants,
    key: site.id,
    sequence: site.version,
    source: 'directory',
    time: author.at,
    message: siteState(site, changeBy(author, Change_Kind.CREATED, fields)),
    headers: ownerHeaders(site.resellerId, site.customerId),
  });
}

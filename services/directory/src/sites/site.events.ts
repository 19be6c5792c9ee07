import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import { said, saidLast, type StateToSay } from '../records/said.js';
import type { Site } from './site.js';

export const siteState = ({ id, name, customerId, resellerId, approvedModelIds, closingSince }: Site, change?: Change): TenantChanged =>
  create(TenantChangedSchema, {
    id,
    name,
    tenant: { case: 'site', value: { customerId, resellerId: resellerId ?? '', approvedModelIds: [...approvedModelIds] } },
    deleted: change?.kind === Change_Kind.DELETED,
    closing: closingSince !== null,
    change,
  });

const toSay = (site: Site, change: Change, { at }: Author): StateToSay<typeof TenantChangedSchema> => ({
  topic: topics.tenants,
  id: site.id,
  version: site.version,
  message: siteState(site, change),
  headers: ownerHeaders(site.resellerId, site.customerId),
  at,
});

export const siteCreated = (site: Site, author: Author): OutgoingRecord =>
  said(toSay(site, changeBy(author, Change_Kind.CREATED, ['name', 'customerId', ...(site.approvedModelIds.length > 0 ? ['approvedModelIds'] : [])]), author));

export const siteChanged = (site: Site, fields: readonly string[], author: Author): OutgoingRecord =>
  said(toSay(site, changeBy(author, Change_Kind.CHANGED, fields), author));

export const siteDeleted = (site: Site, author: Author): OutgoingRecord[] => saidLast(toSay(site, changeBy(author, Change_Kind.DELETED, []), author));

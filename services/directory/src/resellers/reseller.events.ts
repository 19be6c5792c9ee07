import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import type { Reseller } from './reseller.js';

export const resellerState = ({ id, name }: Reseller, change?: Change): TenantChanged =>
  create(TenantChangedSchema, { id, name, tenant: { case: 'reseller', value: {} }, change });

export const resellerCreated = (reseller: Reseller, author: Author): OutgoingRecord =>
  toRecord({
    topic: topics.tenants,
    key: reseller.id,
    sequence: reseller.version,
    source: 'directory',
    time: author.at,
    message: resellerState(reseller, changeBy(author, Change_Kind.CREATED, ['name'])),
    headers: ownerHeaders(reseller.id),
  });

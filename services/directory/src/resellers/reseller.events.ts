import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import { said, saidLast, type StateToSay } from '../records/said.js';
import type { Reseller } from './reseller.js';

export const resellerState = ({ id, name, lineStatesReport, closingSince }: Reseller, change?: Change): TenantChanged =>
  create(TenantChangedSchema, {
    id,
    name,
    tenant: { case: 'reseller', value: { lineStatesReport } },
    deleted: change?.kind === Change_Kind.DELETED,
    closing: closingSince !== null,
    change,
  });

const toSay = (reseller: Reseller, change: Change, { at }: Author): StateToSay<typeof TenantChangedSchema> => ({
  topic: topics.tenants,
  id: reseller.id,
  version: reseller.version,
  message: resellerState(reseller, change),
  headers: ownerHeaders(reseller.id),
  at,
});

export const resellerCreated = (reseller: Reseller, author: Author): OutgoingRecord =>
  said(toSay(reseller, changeBy(author, Change_Kind.CREATED, ['name', ...(reseller.lineStatesReport ? ['lineStatesReport'] : [])]), author));

export const resellerChanged = (reseller: Reseller, fields: readonly string[], author: Author): OutgoingRecord =>
  said(toSay(reseller, changeBy(author, Change_Kind.CHANGED, fields), author));

export const resellerDeleted = (reseller: Reseller, author: Author): OutgoingRecord[] =>
  saidLast(toSay(reseller, changeBy(author, Change_Kind.DELETED, []), author));
